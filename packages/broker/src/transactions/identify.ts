import { type ProducerIdentity, type Transaction, type TransactionError } from './transaction.ts'

/** Why a producer may not speak for a transactional id; undefined when it may. */
export function strangerTo(
  transaction: Transaction | undefined,
  producer: ProducerIdentity,
): Extract<TransactionError, 'INVALID_PRODUCER_ID_MAPPING' | 'PRODUCER_FENCED'> | undefined {
  if (transaction === undefined || transaction.producerId !== producer.id) return 'INVALID_PRODUCER_ID_MAPPING'
  return transaction.epoch === producer.epoch ? undefined : 'PRODUCER_FENCED'
}
