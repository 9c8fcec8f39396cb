import { z } from 'zod'

/** Kafka's rule for topic names: 1-249 of letters, digits, dot, underscore, hyphen; not "." or "..". */
export const topicName = z
  .string()
  .max(249, 'a topic name has at most 249 characters')
  .regex(/^(?!\.{1,2}$)[A-Za-z0-9._-]+$/, 'a topic name is made of letters, digits, ".", "_" and "-"')

export const topicParams = z.object({ topic: topicName })

export interface TopicSummary {
  name: string
  internal: boolean
  partitions: number
  replicationFactor: number
  /** Sum of end minus start over the partitions: records, if none were compacted away or are control records. */
  records: number
  /** Bytes on disk; absent when the cluster does not tell. */
  bytes?: number
  cleanupPolicy?: string
  /** Milliseconds; -1 is for ever. */
  retentionMs?: number
  retentionBytes?: number
}

export interface PartitionSummary {
  partition: number
  leader: number
  replicas: number[]
  inSyncReplicas: number[]
  start: number
  end: number
  bytes?: number
}

export interface TopicDetail extends Omit<TopicSummary, 'partitions'> {
  partitions: PartitionSummary[]
  /** Groups with a committed offset in this topic. */
  groups: { id: string; state: string; lag: number }[]
}

export const createTopicBody = z.object({
  name: topicName,
  partitions: z.int().min(1, 'at least 1 partition').max(1000, 'at most 1,000 partitions').default(1),
  replicationFactor: z.int().min(-1).max(15).default(-1),
  settings: z.record(z.string().max(100), z.string().max(4000)).default({}),
})
export type CreateTopic = z.output<typeof createTopicBody>

/** The name again: what cannot be undone is asked for twice. */
export const deleteTopicBody = z.object({ confirm: z.string() })

export interface Setting {
  name: string
  value: string | null
  /** Where the value comes from: `topic` was set here, the others are inherited. */
  source: 'topic' | 'broker' | 'default' | 'unknown'
  readOnly: boolean
  sensitive: boolean
  type: string
  /** Empty when Kafka has none. */
  documentation: string
}

/** `null` takes the topic's own value away, so that the inherited one holds again. */
export const alterSettingBody = z.object({
  name: z.string().min(1).max(100),
  value: z.string().max(4000).nullable(),
})

export interface AlteredSetting {
  name: string
  before: string | null
  after: string | null
}
