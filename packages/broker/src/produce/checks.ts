import type { BatchHeader, LogPartition, ProducerBatch } from '@millrace/log'
import type { Topic } from '../topics/topic.ts'

/** What the coordinators say of a batch that carries a producer's id, before it is appended. */
export interface ProducerChecks {
  /**
   * The batch as it was appended before, when this is a repetition; undefined when it is new and in order.
   *
   * @throws Refusal OUT_OF_ORDER_SEQUENCE_NUMBER, INVALID_PRODUCER_EPOCH, INVALID_TXN_STATE
   */
  repetitionOf(header: BatchHeader, partition: LogPartition): ProducerBatch | undefined
  /**
   * Whether the producer's open transaction knows the partition.
   *
   * @throws Refusal INVALID_TXN_STATE, INVALID_PRODUCER_EPOCH, INVALID_PRODUCER_ID_MAPPING,
   *   TRANSACTIONAL_ID_AUTHORIZATION_FAILED
   */
  checkTransaction(transactionalId: string | null, header: BatchHeader, topic: Topic, index: number): void
}
