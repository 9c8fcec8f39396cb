/**
 * The answer, or `otherwise` when the connection closes or the server stops first. The member stays in its group: a
 * client whose connection broke comes back under its id.
 */
export async function untilAborted<T>(answer: Promise<T>, signal: AbortSignal, otherwise: T): Promise<T> {
  if (signal.aborted) return otherwise
  const { promise, resolve } = Promise.withResolvers<T>()
  const abort = (): void => resolve(otherwise)
  signal.addEventListener('abort', abort, { once: true })
  try {
    return await Promise.race([answer, promise])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}
