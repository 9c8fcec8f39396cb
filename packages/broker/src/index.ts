// The broker
export { type Broker, type BrokerOptions, openBroker } from './broker.ts'
export { type BrokerSettings, DEFAULT_SETTINGS } from './configs/settings.ts'
export type { Volume } from './volume.ts'

// Topics
export type { Topics } from './topics/topics.ts'
export type { ReplicaAssignment, Topic, TopicChange, TopicSpec } from './topics/topic.ts'
export { unknownPartition, unknownTopicId } from './topics/unknown.ts'
export { INTERNAL_TOPICS, checkTopicName, isInternalTopic, isTopicName } from './topics/name.ts'

// Settings
export type { BrokerScope, Configs } from './configs/configs.ts'
export type { DescribedConfig } from './configs/describe.ts'
export type { ConfigOperation } from './configs/operations.ts'
export { CONFIG_SOURCES, type ConfigSource, type ConfigValues } from './configs/layers.ts'
export { CONFIG_TYPES, type ConfigType } from './configs/definition.ts'
export type { TopicSettings } from './configs/topic-settings.ts'

// Facts
export { LEADER_EPOCH } from '@millrace/log'

// Records, for cores that write and read their own
export { type NewRecord, type StoredRecord, buildBatch } from '@millrace/log'
export { batchesIn, recordsIn, storedRecords } from './topics/stored-records.ts'

// Producing
export type { ProducePart, ProduceRequest, ProduceResult, Produce } from './produce/produce.ts'
export { RejectedRecords } from './produce/rejected-records.ts'
export type { ProducerChecks } from './produce/checks.ts'

// Fetching
export {
  type Fetch,
  type FetchPart,
  type FetchRequest,
  type FetchResult,
  type FetchedPart,
  checkLeaderEpoch,
} from './fetch/fetch.ts'
export type { FetchContext, FetchSessions, SessionRequest } from './fetch/sessions.ts'
export type { FetchSession, SessionPart } from './fetch/session.ts'
export { type FoundOffset, OFFSET_AT, type OffsetQuery, listOffset } from './fetch/list-offsets.ts'

// Groups
export type { Groups } from './groups/open.ts'
export {
  type HeartbeatReply,
  type HeartbeatRequest,
  type Identity,
  type JoinReply,
  type JoinRequest,
  type LeaveReply,
  type LeaveRequest,
  type SyncReply,
  type SyncRequest,
  joinFailed,
  syncFailed,
} from './groups/requests.ts'
export type { GroupDescription, ListFilter, ListedGroup, MemberDescription } from './groups/inspection.ts'

// Offsets of groups
export type { OffsetService } from './offsets/service.ts'
export type {
  CommitRequest,
  NewOffset,
  OffsetError,
  PartitionAnswer,
  PartitionError,
  PartitionName,
  PendingCommitRequest,
} from './offsets/requests.ts'
export type { CommittedOffset } from './offsets/table.ts'

// Blocks: how records reach cores, and how their output becomes visible
export type { Epochs } from './blocks/epochs.ts'

// What a core keeps of itself
export { Journal, ensureCompacted } from './journal/journal.ts'
export type { JournalEntry } from './journal/journal-entry.ts'
export { PRINCIPALS_PARTITION, PrivateJournal } from './journal/private-journal.ts'

// Transactions
export type { Transactions } from './transactions/open.ts'
export type { InitProducerReply, TransactionalProducer } from './transactions/coordinator.ts'
export type { ProducerIdentity, Transaction, TransactionError, TransactionState } from './transactions/transaction.ts'
