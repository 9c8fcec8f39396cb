import type { DomainClock, Timer } from '@millrace/kernel'
import { STATUS, isFinal } from '../contract/status.ts'
import type { Standing } from '../view/order-of.ts'

/** An order without change for longer than `stuckAfterMs`, that is neither over nor known to be stuck. */
export function isStuck({ order, changedAt }: Standing, now: number, stuckAfterMs: number): boolean {
  return !isFinal(order.stage) && order.status !== STATUS.stuck && now - changedAt > stuckAfterMs
}

/** Calls `look` every so often by the domain clock; one look at a time, and once more when its time came meanwhile. */
export class Watchdog {
  readonly #clock: DomainClock
  readonly #everyMs: number
  readonly #look: () => Promise<void>
  #timer: Timer | undefined
  #running: Promise<void> | undefined
  #again = false
  #stopped = false

  constructor(clock: DomainClock, everyMs: number, look: () => Promise<void>) {
    this.#clock = clock
    this.#everyMs = everyMs
    this.#look = look
    this.#set()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#timer?.cancel()
    await this.#running
  }

  #set(): void {
    if (this.#stopped) return
    this.#timer = this.#clock.timerAt(this.#clock.now() + this.#everyMs, () => {
      this.#set()
      this.#begin()
    })
  }

  #begin(): void {
    if (this.#running !== undefined) {
      this.#again = true
      return
    }
    this.#running = this.#look().finally(() => {
      this.#running = undefined
      const again = this.#again && !this.#stopped
      this.#again = false
      if (again) this.#begin()
    })
  }
}
