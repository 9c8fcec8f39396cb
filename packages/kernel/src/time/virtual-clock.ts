import type { Clocks, DomainClock, LivenessClock, Timer } from './clock.ts'
import { Refusal } from '../errors.ts'
import { TimerQueue } from './timer-queue.ts'

export interface VirtualClockOptions {
  /** Where domain time starts: ms since epoch. */
  readonly start: number
  /** Resolves when everything that has been set off is done; called after every timer that fires. */
  readonly drain?: () => Promise<void>
}

/** Domain time that stands still until it is told to move. */
export class VirtualClock implements DomainClock {
  readonly #timers = new TimerQueue()
  readonly #drain: () => Promise<void>
  #now: number
  #moving: Promise<void> = Promise.resolve()

  constructor(options: VirtualClockOptions) {
    this.#now = options.start
    this.#drain = options.drain ?? settle
  }

  now(): number {
    return this.#now
  }

  timerAt(at: number, fire: () => void): Timer {
    return this.#timers.set(at, fire)
  }

  /** Due time of the earliest timer, ms since epoch. */
  next(): number | undefined {
    return this.#timers.earliest()
  }

  /**
   * Moves time on by `ms`, firing what falls due in order of its due time, with `now()` at that time, and draining
   * between; timers that are set on the way and fall due within the span fire too. Calls queue behind one another.
   *
   * @throws Refusal INVALID_ADVANCE when `ms` is negative or not a safe integer.
   */
  advance(ms: number): Promise<void> {
    if (!Number.isSafeInteger(ms) || ms < 0) {
      return Promise.reject(new Refusal('INVALID_ADVANCE', `advance takes whole milliseconds from 0 on, not ${ms}`))
    }
    const turn = this.#moving.then(() => this.#moveTo(this.#now + ms))
    this.#moving = turn.catch(() => undefined)
    return turn
  }

  async #moveTo(target: number): Promise<void> {
    await this.#drain()
    for (;;) {
      const due = this.#timers.earliest()
      if (due === undefined || due > target) break
      this.#now = Math.max(this.#now, due)
      this.#timers.takeDue(this.#now)?.()
      await this.#drain()
    }
    this.#now = target
  }
}

/** A liveness clock for simulations: moves only by `advance`, without draining. */
export class VirtualLiveness implements LivenessClock {
  readonly #timers = new TimerQueue()
  #now = 0

  now(): number {
    return this.#now
  }

  timerIn(delay: number, fire: () => void): Timer {
    return this.#timers.set(this.#now + delay, fire)
  }

  advance(ms: number): void {
    const target = this.#now + ms
    for (;;) {
      const due = this.#timers.earliest()
      if (due === undefined || due > target) break
      this.#now = Math.max(this.#now, due)
      this.#timers.takeDue(this.#now)?.()
    }
    this.#now = target
  }
}

/** Both clocks virtual, for simulations and unit tests. */
export function virtualClocks(start: number): Clocks & { domain: VirtualClock; liveness: VirtualLiveness } {
  return { domain: new VirtualClock({ start }), liveness: new VirtualLiveness() }
}

/** Lets pending promises and I/O callbacks run. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) await new Promise<void>((resolve) => setImmediate(resolve))
}
