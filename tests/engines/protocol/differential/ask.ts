import type { Struct } from '@millrace/kernel'
import type { Message } from '@millrace/kafka'
import type { NoAnswer } from '../wire.ts'
import type { Names } from './names.ts'

/** One request to both engines. */
export interface Ask {
  readonly message: Message<unknown, unknown>
  readonly version: number
  /** Parts that each engine has drawn for itself are functions of its names. */
  readonly request: Struct
  /** A version that the header claims, instead of the one that the body is written in. */
  readonly asVersion?: number
  /** The connection that it goes over; one is there for all that say nothing. */
  readonly connection?: string
  /** Sent now; the answer is looked at when the connection is asked for it. */
  readonly isPending?: boolean
  /** The answer lists whatever there is, also of others. */
  readonly lists?: boolean
  /** The engine answers nothing (acks=0): whether it closes the connection is its answer. */
  readonly isUnanswered?: boolean
  /** What the engine has drawn, by name. */
  readonly learns?: (answer: Struct, names: Names) => void
  /** The model hears what both have answered. */
  readonly heard?: (answer: Struct) => void
}

/** The answer to what was sent over a connection before. */
export interface Collect {
  readonly collect: string
}

export type Act = Ask | Collect

export type Answer = Struct | NoAnswer

/** A reading that changes nothing may be repeated: what Kafka does behind its answers takes a moment. */
export const READINGS: ReadonlySet<string> = new Set([
  'ListOffsets',
  'Metadata',
  'OffsetFetch',
  'FindCoordinator',
  'DescribeGroups',
  'ListGroups',
  'ApiVersions',
  'OffsetForLeaderEpoch',
  'DescribeConfigs',
  'DescribeCluster',
  'DescribeProducers',
  'DescribeLogDirs',
  'DescribeTransactions',
  'ListTransactions',
])

/** What other answers depend on, and Kafka does in its own time: markers, metadata, logs. */
export const SLOW: ReadonlySet<string> = new Set([
  'CreateTopics',
  'DeleteTopics',
  'CreatePartitions',
  'AlterConfigs',
  'IncrementalAlterConfigs',
  'EndTxn',
  'InitProducerId',
])
