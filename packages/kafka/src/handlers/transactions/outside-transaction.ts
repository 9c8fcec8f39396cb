import type { ErrorName } from '../../error-codes.ts'

/**
 * What a client is told that writes outside of its open transaction: those that know TRANSACTION_ABORTABLE, from
 * version `knownFrom` on, abort and go on; INVALID_TXN_STATE ends the others.
 */
export function outsideTransaction(version: number, knownFrom: number): ErrorName {
  return version >= knownFrom ? 'TRANSACTION_ABORTABLE' : 'INVALID_TXN_STATE'
}
