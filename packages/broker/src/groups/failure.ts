import { Fault, Refusal } from '@millrace/kernel'

/**
 * What the client of a group is told when the log does not take a record. A fault may pass, so the client comes back;
 * a record that is too large does not get smaller.
 *
 * @throws anything else: a bug.
 */
export function writeFailure(thrown: unknown): 'COORDINATOR_NOT_AVAILABLE' | 'UNKNOWN_SERVER_ERROR' {
  if (thrown instanceof Fault) return 'COORDINATOR_NOT_AVAILABLE'
  if (thrown instanceof Refusal) return 'UNKNOWN_SERVER_ERROR'
  throw thrown
}
