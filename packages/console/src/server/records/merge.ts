import type { RawRecord } from './content.ts'

export type Order = 'newest' | 'oldest'

/**
 * Records of several partitions in one order of time, each partition's own order kept: always the partition whose next
 * record is the newest (or oldest) gives it. So any beginning of the result is a whole beginning of each partition.
 */
export function mergeByTime(records: readonly RawRecord[], order: Order): RawRecord[] {
  const direction = order === 'newest' ? -1 : 1
  const queues = [...Map.groupBy(records, ({ partition }) => partition).values()].map((queue) =>
    queue.toSorted((left, right) => direction * (left.offset - right.offset)),
  )
  const heads = queues.map(() => 0)
  const merged: RawRecord[] = []
  while (merged.length < records.length) {
    let best = -1
    for (const [index, queue] of queues.entries()) {
      const head = queue[heads[index] as number]
      const chosen = queues[best]?.[heads[best] as number]
      if (head !== undefined && (chosen === undefined || direction * (head.timestamp - chosen.timestamp) < 0))
        best = index
    }
    merged.push(queues[best]?.[heads[best] as number] as RawRecord)
    heads[best] = (heads[best] as number) + 1
  }
  return merged
}
