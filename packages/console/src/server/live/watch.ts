import { type LivenessClock, type Timer } from '@millrace/kernel'
import type { Problem } from '../../contract/overview.ts'
import { problemOf } from '../problem.ts'

/** A view that is looked at: what it was, or why it could not be had. */
export type Seen = { json: string } | { problem: Problem }
type Listener = (seen: Seen) => void

const everyMs = 2000

/**
 * Keeps views fresh for everybody who watches them: each is loaded once per interval however many pages show it, not at
 * all when none does, and passed on only when it has changed.
 */
export class Watches {
  readonly #clock: LivenessClock
  readonly #load: (name: string) => Promise<unknown>
  readonly #views = new Map<string, View>()

  constructor(clock: LivenessClock, load: (name: string) => Promise<unknown>) {
    this.#clock = clock
    this.#load = load
  }

  /** Calls the listener with what is known now and after every change, until the answer is called. */
  watch(name: string, listener: Listener): () => void {
    const view = this.#views.get(name) ?? new View(this.#clock, () => this.#load(name))
    this.#views.set(name, view)
    view.add(listener)
    return () => {
      if (view.remove(listener) === 0) this.#views.delete(name)
    }
  }

  /** Something was changed: whatever is being loaded may be from before, so all is loaded again at once. */
  refresh(): void {
    for (const view of this.#views.values()) view.refresh()
  }
}

class View {
  readonly #clock: LivenessClock
  readonly #load: () => Promise<unknown>
  readonly #listeners = new Set<Listener>()
  #last: Seen | undefined
  #timer: Timer | undefined
  #running = false
  #round = 0

  constructor(clock: LivenessClock, load: () => Promise<unknown>) {
    this.#clock = clock
    this.#load = load
  }

  add(listener: Listener): void {
    this.#listeners.add(listener)
    if (this.#last !== undefined) listener(this.#last)
    if (!this.#running) void this.#run()
  }

  remove(listener: Listener): number {
    this.#listeners.delete(listener)
    if (this.#listeners.size === 0) {
      this.#timer?.cancel()
      this.#running = false
    }
    return this.#listeners.size
  }

  refresh(): void {
    this.#timer?.cancel()
    if (this.#running) void this.#run()
  }

  async #run(): Promise<void> {
    this.#running = true
    const round = ++this.#round
    const seen = await this.#load().then(
      (data): Seen => ({ json: JSON.stringify(data) }),
      (error: unknown): Seen => ({ problem: problemOf(error) }),
    )
    if (this.#listeners.size === 0 || round !== this.#round) return
    if (!same(seen, this.#last)) {
      this.#last = seen
      for (const listener of this.#listeners) listener(seen)
    }
    this.#timer = this.#clock.timerIn(everyMs, () => void this.#run())
  }
}

function same(left: Seen, right: Seen | undefined): boolean {
  return JSON.stringify(left) === JSON.stringify(right)
}
