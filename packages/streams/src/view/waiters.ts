import { Fault, type LivenessClock } from '@millrace/kernel'
import type { Positions } from './positions.ts'

interface Waiter {
  readonly target: Positions
  readonly done: () => void
}

/** Those who wait until positions are reached. */
export class Waiters {
  readonly #clock: LivenessClock
  readonly #waiting = new Set<Waiter>()

  constructor(clock: LivenessClock) {
    this.#clock = clock
  }

  /** @throws Fault VIEW_BEHIND after `timeoutMs` of liveness time. */
  reached(target: Positions, now: Positions, timeoutMs: number, name: string): Promise<void> {
    if (now.reached(target)) return Promise.resolve()
    return new Promise((resolve, reject) => {
      const timer = this.#clock.timerIn(timeoutMs, () => {
        this.#waiting.delete(waiter)
        const missing = now.distanceTo(target)
        reject(new Fault('VIEW_BEHIND', `view ${name} is still ${missing} records behind after ${timeoutMs} ms`))
      })
      const waiter: Waiter = {
        target,
        done: () => {
          timer.cancel()
          resolve()
        },
      }
      this.#waiting.add(waiter)
    })
  }

  /** Lets those go whose positions are reached. */
  moved(now: Positions): void {
    for (const waiter of this.#waiting) {
      if (!now.reached(waiter.target)) continue
      this.#waiting.delete(waiter)
      waiter.done()
    }
  }
}
