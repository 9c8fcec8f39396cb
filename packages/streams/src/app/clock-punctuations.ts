import type { DomainClock } from '@millrace/kernel'
import type { Execution } from '../topology/execution.ts'
import type { Subtopology } from '../topology/subtopologies.ts'

/** Punctuations by the clock, of every task of a part: the first is due an interval after its task began. */
export class ClockPunctuations {
  readonly #clock: DomainClock
  readonly #all: readonly { readonly everyMs: number; readonly fire: (now: number, run: Execution) => void }[]
  /** When each is due, by a task's own object. */
  readonly #due = new WeakMap<object, number[]>()

  constructor({ nodes }: Subtopology, clock: DomainClock) {
    this.#clock = clock
    this.#all = nodes.flatMap((node) =>
      node.punctuations
        .filter(({ by }) => by === 'clock')
        .map(({ everyMs, run }) => ({
          everyMs,
          fire: (now: number, execution: Execution) => run(now, execution, node),
        })),
    )
  }

  get any(): boolean {
    return this.#all.length > 0
  }

  next(task: object): number {
    return Math.min(...this.#dueOf(task))
  }

  run(task: object, now: number, execution: Execution): void {
    const due = this.#dueOf(task)
    for (const [index, { everyMs, fire }] of this.#all.entries()) {
      const at = due[index] ?? now
      if (at > now) continue
      due[index] = at + everyMs * (Math.floor((now - at) / everyMs) + 1)
      fire(now, execution)
    }
  }

  #dueOf(task: object): number[] {
    const now = this.#clock.now()
    const due = this.#due.get(task) ?? this.#all.map(({ everyMs }) => now + everyMs)
    this.#due.set(task, due)
    return due
  }
}
