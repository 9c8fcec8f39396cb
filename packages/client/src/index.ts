/** @packageDocumentation */

// Kafka
export { connectKafka, type KafkaClient } from './kafka/connect.ts'
export { kafkaLibrary } from './kafka/library.ts'
export { kafkaSettings, type KafkaSettings } from './config/kafka-settings.ts'
export type { KafkaAdmin, TopicDescription, TopicSpec } from './kafka/admin/admin.ts'
export type { OffsetQuery } from './kafka/admin/list-offsets.ts'
export type { KafkaProducer, ProducerOptions } from './kafka/producer/producer.ts'
export type {
  Transaction,
  TransactionalOptions,
  TransactionalProducer,
} from './kafka/producer/transactional-producer.ts'
export type { GroupPosition } from './kafka/producer/coordination.ts'
export type {
  ConsumerOptions,
  ConsumerProgress,
  HandlerContext,
  KafkaConsumer,
  RetryPolicy,
} from './kafka/consumer/consumer-options.ts'
export { deadLetter, type DeadLetterReason } from './kafka/consumer/dead-letter.ts'
export type { Fetcher, FetcherOptions, Loss } from './kafka/fetch/fetcher.ts'
export type { Chunk } from './kafka/fetch/chunk.ts'
export type { GroupMember, MemberOptions } from './kafka/group/member.ts'
export type { TopicPartition } from './kafka/group/assign.ts'
export type { CommittedOffset } from './kafka/group/offsets.ts'
export { backoffMs, type Backoff } from './kafka/backoff.ts'

// Topics and records
export {
  rawTopic,
  topic,
  type AnyTopic,
  type RecordOf,
  type Topic,
  type TopicOptions,
  type TopicRecord,
  type TypedRecord,
} from './topic/topic.ts'
export { headerText, type KafkaRecord, type OutputRecord, type Position, type RecordHeaders } from './topic/record.ts'
export type { Codec, Decoded } from './topic/codec.ts'
export { bytes, json, orTombstone, text } from './topic/codecs.ts'
export type { StandardSchema } from './topic/standard-schema.ts'

// Configuration
export { configuration } from './config/configuration.ts'
export { bearerHeader, bearerToken, httpUrl, instanceId, port, toggle, wholeNumber } from './config/variables.ts'

// Traces
export { childOf, currentTrace, withTrace } from './trace/trace-context.ts'

// The platform's clock
export { platformClock, type PlatformClocks } from './clock/platform-clock.ts'
export type { Drain } from './clock/followed-clock.ts'

// Demos
export { tailTopics } from './demo/tail-topics.ts'
export { type Looking, untilFound } from './demo/until-found.ts'

// A service as a process
export { runService, type Host } from './service/run-service.ts'
export { serviceLog, type LogLevel } from './service/logger.ts'
