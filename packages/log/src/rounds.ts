import type { DomainClock, Timer } from '@millrace/kernel'

/**
 * When rounds of one kind run: some time after there is something to do, and never when there is nothing. By domain
 * time, so that a virtual clock's rounds follow it, and an idle month is no work.
 */
export class Rounds {
  readonly #clock: DomainClock
  readonly #intervalMs: number
  readonly #run: () => void
  #timer: Timer | undefined
  #dueAt = Number.POSITIVE_INFINITY
  #stopped = false

  /** `intervalMs` is the least time between two rounds; 0 is no rounds at all. */
  constructor(clock: DomainClock, intervalMs: number, run: () => void) {
    this.#clock = clock
    this.#intervalMs = intervalMs
    this.#run = run
  }

  /** There will be something to do at `at` (domain time, ms), or there is already. */
  due(at: number): void {
    if (this.#intervalMs <= 0 || this.#stopped || !Number.isSafeInteger(at)) return
    const dueAt = Math.max(at, this.#clock.now() + this.#intervalMs)
    if (dueAt >= this.#dueAt) return
    this.#timer?.cancel()
    this.#dueAt = dueAt
    this.#timer = this.#clock.timerAt(dueAt, () => {
      this.#dueAt = Number.POSITIVE_INFINITY
      this.#run()
    })
  }

  stop(): void {
    this.#stopped = true
    this.#timer?.cancel()
  }
}
