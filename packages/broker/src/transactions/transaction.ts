/** What is known of one transactional id. SPEC.md has the states and what leads from one to another. */
export interface Transaction {
  readonly transactionalId: string
  readonly producerId: number
  /** -1 before the first id was given out. */
  readonly epoch: number
  /** The epoch before, when the producer itself asked for the new one: its call may come again. Else -1. */
  readonly lastEpoch: number
  /** The id before this one, whose epochs were used up. Else -1. */
  readonly previousProducerId: number
  /** Longest time that a transaction may stay open, ms of liveness time. */
  readonly timeoutMs: number
  readonly state: TransactionState
  /** What the open transaction writes to; empty when none is open. */
  readonly partitions: TransactionPartitions
  /** Domain time, ms since epoch; -1 when none has begun. */
  readonly startedAt: number
  readonly updatedAt: number
}

export type TransactionState = 'Empty' | 'Ongoing' | 'CompleteCommit' | 'CompleteAbort'

/** Partition indexes by topic name. */
export type TransactionPartitions = ReadonlyMap<string, ReadonlySet<number>>

export interface ProducerIdentity {
  readonly id: number
  readonly epoch: number
}

export interface PartitionName {
  readonly topic: string
  readonly partition: number
}

/** Why a request about a transaction is refused, by Kafka's names. */
export type TransactionError =
  | 'COORDINATOR_NOT_AVAILABLE'
  | 'INVALID_PRODUCER_ID_MAPPING'
  | 'INVALID_REQUEST'
  | 'INVALID_TRANSACTION_TIMEOUT'
  | 'INVALID_TXN_STATE'
  | 'POLICY_VIOLATION'
  | 'PRODUCER_FENCED'
  | 'UNKNOWN_SERVER_ERROR'

/** How the open transaction ends: the markers that its partitions get. */
export interface Ending {
  readonly commit: boolean
  readonly producer: ProducerIdentity
  readonly partitions: TransactionPartitions
}

/** What a transition makes of a transaction: the next one and the markers that go with it, or an error. */
export type Transition =
  | { readonly kind: 'changed'; readonly transaction: Transaction; readonly ending?: Ending }
  | { readonly kind: 'unchanged'; readonly transaction: Transaction }
  | { readonly kind: 'refused'; readonly error: TransactionError }

export const NO_PARTITIONS: TransactionPartitions = new Map()
export const NO_EPOCH = -1
const NO_PRODUCER_ID = -1

/** The last epoch that is given to a producer: one more is kept for fencing it. */
const LAST_EPOCH = 0x7fff - 1

export const isExhausted = (epoch: number): boolean => epoch >= LAST_EPOCH

export const refused = (error: TransactionError): Transition => ({ kind: 'refused', error })

/** A transactional id that has not been seen before. */
export function newTransaction(transactionalId: string, producerId: number, now: number): Transaction {
  return {
    transactionalId,
    producerId,
    epoch: NO_EPOCH,
    lastEpoch: NO_EPOCH,
    previousProducerId: NO_PRODUCER_ID,
    timeoutMs: 0,
    state: 'Empty',
    partitions: NO_PARTITIONS,
    startedAt: -1,
    updatedAt: now,
  }
}
