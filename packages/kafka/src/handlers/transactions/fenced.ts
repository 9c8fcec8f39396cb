import type { TransactionError } from '@millrace/broker'
import { codeOf } from '../../error-codes.ts'

/** The code for a producer: clients older than `knownFrom` know a fenced one by INVALID_PRODUCER_EPOCH (KIP-588). */
export function fencedCode(error: TransactionError | 'NONE', version: number, knownFrom: number): number {
  return codeOf(error === 'PRODUCER_FENCED' && version < knownFrom ? 'INVALID_PRODUCER_EPOCH' : error)
}
