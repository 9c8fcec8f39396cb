import type { DomainClock } from '@millrace/kernel'

/** Resolves when domain time has moved on by `ms`; rejects with the signal's reason when aborted first. */
export function rest(clock: DomainClock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const abort = (): void => {
      timer.cancel()
      reject(signal.reason as Error)
    }
    const timer = clock.timerAt(Math.ceil(clock.now() + ms), () => {
      signal.removeEventListener('abort', abort)
      resolve()
    })
    signal.addEventListener('abort', abort, { once: true })
  })
}
