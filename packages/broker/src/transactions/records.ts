/**
 * The records of `__transaction_state`, in Kafka's own schemas (resources of its artefact
 * kafka-transaction-coordinator): a key begins with the type of the record as int16, a value with its version.
 */
import { Refusal } from '@millrace/kernel'
import type { NewRecord, StoredRecord } from '@millrace/log'
import {
  TransactionLogKeySchema,
  TransactionLogKeyType,
  type TransactionLogValue,
  TransactionLogValueSchema,
} from '../records/index.ts'
import { decodeKey, decodeValue, encodePrefixed, typeOf } from '../state/record-codec.ts'
import { NO_EPOCH, type Transaction, type TransactionState } from './transaction.ts'

/** The first that remembers the producer id before. */
const VALUE_VERSION = 1

/** Kafka's `TransactionState`. Those between (prepared, not complete) do not exist here: SPEC.md says why. */
const STATES: Readonly<Record<TransactionState, number>> = { Empty: 0, Ongoing: 1, CompleteCommit: 4, CompleteAbort: 5 }

/** What a record says: of `transaction` undefined, that the id is forgotten. */
export interface TransactionRecord {
  readonly transactionalId: string
  readonly transaction: Transaction | undefined
}

export function encodeTransaction(transactionalId: string, transaction: Transaction | undefined): NewRecord {
  const key = encodePrefixed(TransactionLogKeyType, TransactionLogKeySchema, 0, { transactionalId })
  if (transaction === undefined) return { key, value: null }
  return { key, value: encodePrefixed(VALUE_VERSION, TransactionLogValueSchema, VALUE_VERSION, valueOf(transaction)) }
}

function valueOf(transaction: Transaction): TransactionLogValue {
  const { producerId, previousProducerId, epoch, timeoutMs, partitions } = transaction
  return {
    producerId,
    previousProducerId,
    nextProducerId: -1,
    producerEpoch: epoch,
    nextProducerEpoch: -1,
    transactionTimeoutMs: timeoutMs,
    transactionStatus: STATES[transaction.state],
    transactionPartitions: [...partitions].map(([topic, indexes]) => ({ topic, partitionIds: [...indexes] })),
    transactionLastUpdateTimestampMs: transaction.updatedAt,
    transactionStartTimestampMs: transaction.startedAt,
    clientTransactionVersion: 0,
  }
}

/**
 * What a record says; undefined when it is of a type that is not known here.
 *
 * @throws Refusal INVALID_RECORD and the codec's, when it cannot be read.
 */
export function decodeTransaction({ key, value, offset }: StoredRecord): TransactionRecord | undefined {
  if (key === null) throw new Refusal('INVALID_RECORD', `the record at offset ${offset} has no key`)
  if (typeOf(key) !== TransactionLogKeyType) return undefined
  const { transactionalId } = decodeKey(TransactionLogKeySchema, key)
  if (value === null) return { transactionalId, transaction: undefined }
  return { transactionalId, transaction: restored(transactionalId, decodeValue(TransactionLogValueSchema, value)) }
}

function restored(transactionalId: string, value: TransactionLogValue): Transaction {
  return {
    transactionalId,
    producerId: value.producerId,
    epoch: value.producerEpoch,
    lastEpoch: NO_EPOCH,
    previousProducerId: value.previousProducerId,
    timeoutMs: value.transactionTimeoutMs,
    state: stateOf(value.transactionStatus),
    partitions: new Map(
      (value.transactionPartitions ?? []).map(({ topic, partitionIds }) => [topic, new Set(partitionIds)]),
    ),
    startedAt: value.transactionStartTimestampMs,
    updatedAt: value.transactionLastUpdateTimestampMs,
  }
}

function stateOf(status: number): TransactionState {
  for (const [state, number] of Object.entries(STATES)) if (number === status) return state as TransactionState
  throw new Refusal('INVALID_RECORD', `transaction status ${status} is none that is written here`)
}
