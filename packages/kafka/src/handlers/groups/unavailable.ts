import { Fault } from '@millrace/kernel'

/** The answer, or what clients of a group are told when the log has stopped: they come back later. */
export async function orUnavailable<T>(answer: Promise<T>): Promise<T | 'COORDINATOR_NOT_AVAILABLE'> {
  try {
    return await answer
  } catch (thrown) {
    if (thrown instanceof Fault) return 'COORDINATOR_NOT_AVAILABLE'
    throw thrown
  }
}
