import type { ServicePorts } from '@millrace/kernel'
import type { AnyTopic, RecordOf } from '../../topic/topic.ts'
import type { Backoff } from '../backoff.ts'
import type { TopicPartition } from '../group/assign.ts'

/** What a handler gets besides the record. */
export interface HandlerContext {
  /** 1 for the first try. */
  readonly attempt: number
  /** Aborted when the partition goes or the consumer stops before the record is done with: leave it, it comes again. */
  readonly signal: AbortSignal
  readonly log: ServicePorts['log']
}

export interface RetryPolicy extends Backoff {
  /** Tries before the record goes to the dead-letter topic. */
  readonly attempts: number
}

export interface ConsumerOptions<T extends AnyTopic> {
  readonly group: string
  readonly topics: readonly T[]
  /**
   * Handles one record; those of a partition one after the other, in order. At least once: after a crash or a rebalance a
   * record can come again. A throw is tried again with back-off; a thrown Refusal goes to the dead-letter topic at once,
   * because the same record would be refused again.
   */
  readonly handle: (record: RecordOf<T>, context: HandlerContext) => Promise<void> | void
  /** Where a group without a committed offset starts; `earliest` by default. */
  readonly from?: 'earliest' | 'latest'
  /** Partitions handled at the same time; 16 by default. */
  readonly concurrency?: number
  /** 5 tries, from 100 ms to 10 s apart, by default. */
  readonly retry?: Partial<RetryPolicy>
  /**
   * Suffix of the topic that takes what cannot be handled (`.dlq`), or `off`: then a record is tried until it works, and its
   * partition waits.
   */
  readonly deadLetter?: string
  readonly instanceId?: string
  readonly sessionTimeoutMs?: number
  readonly onAssigned?: (partitions: readonly TopicPartition[]) => void
  readonly onRevoked?: (partitions: readonly TopicPartition[]) => void
}

/** Counts since the start. */
export interface ConsumerProgress {
  readonly handled: number
  readonly retried: number
  readonly deadLettered: number
  /** Records of the assigned partitions that are not handled yet, as last heard from the brokers. */
  readonly lag: number
  readonly assigned: readonly TopicPartition[]
}

/** A member of a group that hands records to a handler. */
export interface KafkaConsumer {
  /** Resolves with the first assignment, which may be empty. */
  readonly ready: Promise<void>
  readonly progress: ConsumerProgress
  /** Finishes the records under way, commits, leaves the group. Safe to call twice. */
  stop(): Promise<void>
}
