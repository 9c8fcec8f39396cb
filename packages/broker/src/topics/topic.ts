import type { PartitionNumber } from '@millrace/log'
import type { ConfigValues } from '../configs/layers.ts'

/** A topic as the catalogue knows it. Never changed in place: an alteration is a new value under the same id. */
export interface Topic {
  readonly name: string
  /** UUID, `8-4-4-4-12` lower-case hexadecimal. A topic made again under the same name gets another. */
  readonly id: string
  /** Written by the platform alone. */
  readonly internal: boolean
  /** The log's number of each partition, by index. */
  readonly partitions: readonly PartitionNumber[]
  /** What was set on the topic itself. */
  readonly configs: ConfigValues
}

/** What a client asks for; -1 and empty are "as usual". */
export interface TopicSpec {
  readonly name: string
  readonly partitionCount: number
  readonly replicationFactor: number
  /** Manual placement: brokers by partition. */
  readonly assignments: readonly ReplicaAssignment[]
  readonly configs: readonly { readonly name: string; readonly value: string | null }[]
}

export interface ReplicaAssignment {
  readonly partition: number
  readonly brokers: readonly number[]
}

/** What has become of a topic, for those that keep something for each. */
export type TopicChange =
  | { readonly kind: 'created'; readonly topic: Topic }
  | { readonly kind: 'altered'; readonly topic: Topic; readonly before: Topic }
  | { readonly kind: 'deleted'; readonly topic: Topic }
