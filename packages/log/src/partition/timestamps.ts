import { BatchHeader } from '../batch/header.ts'
import { readableRecords } from '../batch/readable.ts'
import type { TimestampedOffset } from '../contract.ts'
import { LEADER_EPOCH } from '../epoch.ts'
import type { Segment } from '../segment/segment.ts'
import type { DiskPartition } from './disk-partition.ts'

const SCAN_BYTES = 256 * 1024

/** Looks at a batch; what it gives ends the walk. */
type Visit = (header: BatchHeader) => TimestampedOffset | undefined

/** The first durable record at or after `timestamp`: the index leads close to it, the headers closer. */
export async function findTimestamp(
  partition: DiskPartition,
  timestamp: number,
): Promise<TimestampedOffset | undefined> {
  const visit = firstOf(partition, (stamp) => stamp >= timestamp)
  for (const segment of partition.segments.slice()) {
    if (segment.maxTimestamp < timestamp || segment.nextOffset <= partition.startOffset) continue
    await partition.reader.loadIndex(segment)
    const from = segment.index.forTimestamp(timestamp)?.baseOffset ?? segment.baseOffset
    const found = await walk(partition, segment, from, visit)
    if (found !== undefined) return found
  }
  return undefined
}

/** The durable record with the largest timestamp; the first when several have it. */
export async function findMaxTimestamp(partition: DiskPartition): Promise<TimestampedOffset | undefined> {
  const [best] = [...partition.segments]
    .filter((segment) => segment.maxTimestamp >= 0 && segment.baseOffset < partition.highWatermark)
    .sort((a, b) => b.maxTimestamp - a.maxTimestamp || a.baseOffset - b.baseOffset)
  if (best === undefined) return undefined
  const { maxTimestamp, maxTimestampOffset } = best
  const visible = maxTimestampOffset >= partition.startOffset && maxTimestampOffset < partition.highWatermark
  const visit = firstOf(partition, (stamp) => stamp === maxTimestamp)
  const found = visible ? await walk(partition, best, maxTimestampOffset, visit) : undefined
  return found ?? largestOfAll(partition)
}

/** The long way, when the batch that is said to have it was deleted, is not durable yet or cannot be read. */
async function largestOfAll(partition: DiskPartition): Promise<TimestampedOffset | undefined> {
  let largest: TimestampedOffset | undefined
  for (const segment of partition.segments.slice()) {
    await walk(partition, segment, segment.baseOffset, (header) => {
      if (header.maxTimestamp <= (largest?.timestamp ?? -1)) return undefined
      for (const found of visibleRecords(partition, header)) {
        if (found.timestamp > (largest?.timestamp ?? -1)) largest = found
      }
      return undefined
    })
  }
  return largest
}

/** Finds the first record for which `fits`. */
function firstOf(partition: DiskPartition, fits: (timestamp: number) => boolean): Visit {
  return (header) => {
    // No record of the batch can fit when its largest timestamp does not (a batch of older records is not decoded).
    if (!header.isControl && !fits(header.maxTimestamp)) return undefined
    return visibleRecords(partition, header).find(({ timestamp }) => fits(timestamp))
  }
}

function visibleRecords(partition: DiskPartition, { buffer, at, baseOffset }: BatchHeader): TimestampedOffset[] {
  const all = readableRecords(buffer.subarray(at), (why) => partition.warnOfBatch(baseOffset, why)) ?? []
  return all
    .filter(({ offset }) => offset >= partition.startOffset)
    .map(({ offset, timestamp }) => ({ offset, timestamp, leaderEpoch: LEADER_EPOCH }))
}

/** Visits the batches of the segment from `from` on, among those that can be read. */
async function walk(
  partition: DiskPartition,
  segment: Segment,
  from: number,
  visit: Visit,
): Promise<TimestampedOffset | undefined> {
  let position = Math.max(from, partition.startOffset)
  const end = Math.min(segment.nextOffset, partition.highWatermark)
  while (position < end) {
    const request = { from: position, upTo: end, maxBytes: SCAN_BYTES, atLeastOne: true }
    const { chunks, bytes, nextOffset } = await partition.read(request)
    if (bytes === 0) return undefined
    for (const chunk of chunks) {
      const header = new BatchHeader(chunk)
      for (; header.at < chunk.length; header.at += header.sizeBytes) {
        const found = visit(header)
        if (found !== undefined) return found
      }
    }
    position = nextOffset
  }
  return undefined
}
