/**
 * The two clocks. Domain time stamps what happened and says when process timers, windows, retention and holds
 * fall due; it may be virtual. Liveness time measures whether a peer is still there (sessions, long polls, request
 * deadlines, transaction time-outs); it is always monotonic, or one jump of domain time would expire every group.
 */

/** A timer that has been set. Cancelling one that has fired, or twice, does nothing. */
export interface Timer {
  cancel(): void
}

/** Milliseconds since the Unix epoch, a safe integer. Never goes backwards within one process. */
export interface DomainClock {
  now(): number
  /** Calls `fire` once, when `now()` has reached `at` (ms since epoch); at the next turn when that has passed. */
  timerAt(at: number, fire: () => void): Timer
}

/** Milliseconds since an arbitrary start, with fractions. */
export interface LivenessClock {
  now(): number
  /** Calls `fire` once, after `delay` ms. */
  timerIn(delay: number, fire: () => void): Timer
}

export interface Clocks {
  readonly domain: DomainClock
  readonly liveness: LivenessClock
}

/** Resolves after `delay` ms of liveness time; rejects with the signal's reason when aborted first. */
export function pause(clock: LivenessClock, delay: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason as Error)
      return
    }
    const abort = (): void => {
      timer.cancel()
      reject(signal?.reason as Error)
    }
    const timer = clock.timerIn(delay, () => {
      signal?.removeEventListener('abort', abort)
      resolve()
    })
    signal?.addEventListener('abort', abort, { once: true })
  })
}
