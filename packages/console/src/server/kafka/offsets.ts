import { invariant } from '@millrace/kernel'
import type { Admin } from '@platformatic/kafka'

/** Kafka's special timestamps for ListOffsets. */
const latest = -1n
const earliest = -2n

/** Offsets and times of Kafka are int64; within 2^53 they are numbers here. */
export function int(value: bigint): number {
  const number = Number(value)
  invariant(Number.isSafeInteger(number), 'an int64 from Kafka is a safe integer', String(value))
  return number
}

export interface Range {
  start: number
  end: number
}

/** Partition numbers by topic. */
export type Partitions = ReadonlyMap<string, readonly number[]>

/**
 * One offset per partition: of the first record at or after `timestamp` (ms, or `latest`, `earliest`), undefined when
 * there is none.
 */
export async function offsetsAt(
  admin: Admin,
  topics: Partitions,
  timestamp: bigint,
): Promise<Map<string, Map<number, number | undefined>>> {
  const asked = [...topics].filter(([, partitions]) => partitions.length > 0)
  if (asked.length === 0) return new Map()
  const listed = await admin.listOffsets({
    topics: asked.map(([name, partitions]) => ({
      name,
      partitions: partitions.map((partitionIndex) => ({ partitionIndex, timestamp })),
    })),
  })
  const offset = (value: bigint) => (value < 0n ? undefined : int(value))
  return new Map(
    listed.map((topic) => [topic.name, new Map(topic.partitions.map((p) => [p.partitionIndex, offset(p.offset)]))]),
  )
}

/** First and next offset of each partition. */
export async function ranges(admin: Admin, topics: Partitions): Promise<Map<string, Map<number, Range>>> {
  const [starts, ends] = await Promise.all([offsetsAt(admin, topics, earliest), offsetsAt(admin, topics, latest)])
  const range = (topic: string, partition: number): Range => {
    const start = starts.get(topic)?.get(partition) ?? 0
    return { start, end: Math.max(start, ends.get(topic)?.get(partition) ?? start) }
  }
  return new Map(
    [...topics].map(([topic, partitions]) => [topic, new Map(partitions.map((one) => [one, range(topic, one)]))]),
  )
}
