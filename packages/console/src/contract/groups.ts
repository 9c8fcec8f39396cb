import { z } from 'zod'
import { topicName } from './topics.ts'

export const groupParams = z.object({ group: z.string().min(1).max(255) })

export interface GroupSummary {
  id: string
  /** As Kafka names it: Stable, Empty, PreparingRebalance, CompletingRebalance, Dead, ... */
  state: string
  protocol: string
  members: number
  topics: string[]
  /** Records that the group has not committed yet; over partitions with a committed offset. */
  lag: number
}

export interface GroupMember {
  id: string
  clientId: string
  host: string
  instanceId?: string
  assignments: { topic: string; partitions: number[] }[]
}

export interface GroupPartition {
  topic: string
  partition: number
  start: number
  end: number
  /** Absent when the group has never committed for this partition. */
  committed?: number
  lag?: number
  member?: string
}

export interface GroupDetail {
  id: string
  state: string
  protocol: string
  members: GroupMember[]
  partitions: GroupPartition[]
}

const target = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('earliest') }),
  z.object({ kind: z.literal('latest') }),
  z.object({ kind: z.literal('offset'), offset: z.int().min(0) }),
  /** The first record at or after a time, ms since epoch. */
  z.object({ kind: z.literal('time'), time: z.int().min(0) }),
  /** Forward when positive, back when negative. */
  z.object({ kind: z.literal('shift'), by: z.int() }),
])
export type ResetTarget = z.infer<typeof target>

export const previewResetBody = z.object({
  topic: topicName,
  /** All of the topic's when absent. */
  partitions: z.array(z.int().min(0)).max(1000).optional(),
  to: target,
})
export type PreviewReset = z.infer<typeof previewResetBody>

export interface ResetRow {
  partition: number
  start: number
  end: number
  /** Absent when the group has never committed here. */
  current?: number
  next: number
  /** What was asked for lies outside of the partition, and was moved to its nearest end. */
  clamped: boolean
}

export interface ResetPreview {
  rows: ResetRow[]
  /** Why it cannot be applied now; absent when it can. */
  refusal?: string
}

export const applyResetBody = z.object({
  topic: topicName,
  offsets: z
    .array(z.object({ partition: z.int().min(0), offset: z.int().min(0) }))
    .min(1, 'at least one partition')
    .max(1000),
})
export type ApplyReset = z.infer<typeof applyResetBody>

export const deleteGroupBody = z.object({ confirm: z.string() })
