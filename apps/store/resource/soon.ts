import { Fault, type LivenessClock } from '@millrace/kernel'

/**
 * What `work` resolves to, unless that takes too long: a client of ours waits less patiently than we do for the log.
 *
 * @throws Fault LOG_SILENT after `mostMs` of liveness time.
 */
export async function soon<T>(clock: LivenessClock, mostMs: number, work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = clock.timerIn(mostMs, () =>
    late.reject(new Fault('LOG_SILENT', `the log was not read to its end within ${mostMs} ms`)),
  )
  try {
    return await Promise.race([work, late.promise])
  } finally {
    timer.cancel()
  }
}
