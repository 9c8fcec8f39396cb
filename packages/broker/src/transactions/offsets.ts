import { Refusal } from '@millrace/kernel'
import type { Groups } from '../groups/open.ts'
import type { Identity } from '../groups/requests.ts'
import type { NewOffset, PartitionAnswer } from '../offsets/requests.ts'
import { INTERNAL_TOPICS } from '../topics/name.ts'
import { checkMember } from './checks.ts'
import type { TransactionCoordinator, TransactionalProducer } from './coordinator.ts'
import type { PartitionName, TransactionError } from './transaction.ts'

export interface TransactionalCommit extends Identity {
  readonly groupId: string
  readonly generation: number
  readonly offsets: readonly NewOffset[]
}

export type TransactionalCommitReply =
  | { readonly error: 'INVALID_PRODUCER_ID_MAPPING' | 'INVALID_PRODUCER_EPOCH' | 'INVALID_TXN_STATE' }
  | { readonly error: 'NONE'; readonly answers: readonly PartitionAnswer[] }

/** Offsets of consumer groups as part of a transaction: what makes consume-transform-produce exactly-once. */
export class TransactionalOffsets {
  readonly #coordinator: TransactionCoordinator
  readonly #groups: Groups

  constructor(coordinator: TransactionCoordinator, groups: Groups) {
    this.#coordinator = coordinator
    this.#groups = groups
  }

  /** AddOffsetsToTxn: the transaction is going to commit offsets of the group. */
  add(producer: TransactionalProducer, groupId: string): Promise<TransactionError | 'NONE'> {
    return this.#coordinator.addPartitions(producer, [this.#placeOf(groupId)])
  }

  /** TxnOffsetCommit: the offsets are written, and hold when the transaction commits. */
  async commit(producer: TransactionalProducer, request: TransactionalCommit): Promise<TransactionalCommitReply> {
    try {
      const { registry } = this.#coordinator
      checkMember(registry, producer.transactionalId, producer, this.#placeOf(request.groupId))
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown
      return { error: thrown.code as 'INVALID_PRODUCER_ID_MAPPING' | 'INVALID_PRODUCER_EPOCH' | 'INVALID_TXN_STATE' }
    }
    const { id, epoch } = producer
    const answers = await this.#groups.offsets.commitPending({ ...request, producer: { id, epoch } })
    return { error: 'NONE', answers }
  }

  #placeOf(groupId: string): PartitionName {
    return { topic: INTERNAL_TOPICS.offsets, partition: this.#groups.journal.placeOf(groupId).index }
  }
}
