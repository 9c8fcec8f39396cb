/** What is asked of the offsets of groups, and what is answered: without any wire format. */
import type { Identity } from '../groups/requests.ts'
import type { Producer } from './journal.ts'
import type { CommittedOffset } from './table.ts'

/** Kafka's error names for a request about offsets as a whole. */
export type OffsetError =
  | 'NONE'
  | 'COORDINATOR_NOT_AVAILABLE'
  | 'FENCED_INSTANCE_ID'
  | 'GROUP_ID_NOT_FOUND'
  | 'GROUP_MAX_SIZE_REACHED'
  | 'ILLEGAL_GENERATION'
  | 'INVALID_COMMIT_OFFSET_SIZE'
  | 'INVALID_GROUP_ID'
  | 'NON_EMPTY_GROUP'
  | 'REBALANCE_IN_PROGRESS'
  | 'UNKNOWN_MEMBER_ID'
  | 'UNKNOWN_SERVER_ERROR'

/** Kafka's error names for one partition of such a request. */
export type PartitionError =
  | OffsetError
  | 'GROUP_SUBSCRIBED_TO_TOPIC'
  | 'OFFSET_METADATA_TOO_LARGE'
  | 'UNKNOWN_TOPIC_OR_PARTITION'
  | 'UNSTABLE_OFFSET_COMMIT'

export interface PartitionName {
  readonly topic: string
  readonly partition: number
}

export interface NewOffset extends PartitionName {
  readonly offset: number
  /** -1 when the client does not say. */
  readonly leaderEpoch: number
  readonly metadata: string
}

export interface CommitRequest extends Identity {
  readonly groupId: string
  /** -1 from clients that do not take part in the group, but only keep their offsets there. */
  readonly generation: number
  readonly offsets: readonly NewOffset[]
  /** How long to keep them, ms (OffsetCommit v2-4); undefined leaves it to the broker. */
  readonly retentionMs: number | undefined
  /** The client knows GROUP_ID_NOT_FOUND as an answer (OffsetCommit v9). */
  readonly knowsGroupIdNotFound: boolean
}

/** Offsets that become visible with the transaction of their producer. */
export interface PendingCommitRequest extends Identity {
  readonly groupId: string
  readonly generation: number
  readonly producer: Producer
  readonly offsets: readonly NewOffset[]
}

export interface PartitionAnswer extends PartitionName {
  readonly error: PartitionError
}

export interface FetchRequest {
  readonly groupId: string
  /** undefined asks for all that the group has. */
  readonly partitions: readonly PartitionName[] | undefined
  /** Refuses offsets that an open transaction is about to change. */
  readonly requireStable: boolean
}

export interface FetchedOffset extends PartitionAnswer {
  readonly committed: CommittedOffset | undefined
}

export interface FetchReply {
  readonly error: OffsetError
  readonly partitions: readonly FetchedOffset[]
}

export interface DeleteOffsetsReply {
  readonly error: OffsetError
  readonly partitions: readonly PartitionAnswer[]
}
