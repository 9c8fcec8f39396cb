import type { Clocks, DomainClock, LivenessClock, Timer } from './clock.ts'

/** setTimeout counts in 32 bits: longer waits are taken in steps. */
const LONGEST_WAIT_MS = 2 ** 31 - 1

function timerIn(delay: number, fire: () => void): Timer {
  let handle: NodeJS.Timeout
  const arm = (left: number): void => {
    const step = Math.min(Math.max(left, 0), LONGEST_WAIT_MS)
    handle = setTimeout(() => (left > step ? arm(left - step) : fire()), step)
  }
  arm(delay)
  return { cancel: () => clearTimeout(handle) }
}

class SystemDomainClock implements DomainClock {
  #last = 0

  now(): number {
    // The wall clock may be set back; domain time may not.
    this.#last = Math.max(this.#last, Date.now())
    return this.#last
  }

  timerAt(at: number, fire: () => void): Timer {
    let inner: Timer
    const arm = (): void => {
      inner = timerIn(Math.min(at - this.now(), LONGEST_WAIT_MS), () => {
        // A timer may wake a little early, or the wall clock may have been set back meanwhile.
        if (this.now() < at) arm()
        else fire()
      })
    }
    arm()
    return { cancel: () => inner.cancel() }
  }
}

const liveness: LivenessClock = { now: () => performance.now(), timerIn }

/** Real time: the adapter that reads the machine's clocks. */
export function systemClocks(): Clocks {
  return { domain: new SystemDomainClock(), liveness }
}
