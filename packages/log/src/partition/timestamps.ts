import { BatchHeader } from '../batch/header.ts'
import { records } from '../batch/records.ts'
import type { TimestampedOffset } from '../contract.ts'
import { LEADER_EPOCH } from '../epoch.ts'
import type { Segment } from '../segment/segment.ts'
import type { DiskPartition } from './disk-partition.ts'

const SCAN_BYTES = 256 * 1024

/** The first durable record at or after `timestamp`: the index leads close to it, the headers closer. */
export async function findTimestamp(
  partition: DiskPartition,
  timestamp: number,
): Promise<TimestampedOffset | undefined> {
  for (const segment of partition.segments.slice()) {
    if (segment.maxTimestamp < timestamp || segment.nextOffset <= partition.startOffset) continue
    await partition.reader.loadIndex(segment)
    const from = segment.index.forTimestamp(timestamp)?.baseOffset ?? segment.baseOffset
    const found = await scan(partition, segment, from, (stamp) => stamp >= timestamp)
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
  if (visible) return scan(partition, best, maxTimestampOffset, (stamp) => stamp === maxTimestamp)
  // It has been deleted, or is not durable yet: look at every batch that can be seen.
  let largest = -1
  await scanAll(partition, (stamp) => {
    largest = Math.max(largest, stamp)
    return false
  })
  return largest < 0 ? undefined : scanAll(partition, (stamp) => stamp === largest)
}

async function scanAll(
  partition: DiskPartition,
  fits: (timestamp: number) => boolean,
): Promise<TimestampedOffset | undefined> {
  for (const segment of partition.segments.slice()) {
    const found = await scan(partition, segment, segment.baseOffset, fits)
    if (found !== undefined) return found
  }
  return undefined
}

/** The first record of the segment from `from` on, among those that can be read, for which `fits`. */
async function scan(
  partition: DiskPartition,
  segment: Segment,
  from: number,
  fits: (timestamp: number) => boolean,
): Promise<TimestampedOffset | undefined> {
  let position = Math.max(from, partition.startOffset)
  const end = Math.min(segment.nextOffset, partition.highWatermark)
  while (position < end) {
    const request = { from: position, upTo: end, maxBytes: SCAN_BYTES, atLeastOne: true }
    const { chunks, bytes, nextOffset } = await partition.read(request)
    if (bytes === 0) return undefined
    for (const chunk of chunks) {
      const found = scanChunk(chunk, partition.startOffset, fits)
      if (found !== undefined) return found
    }
    position = nextOffset
  }
  return undefined
}

function scanChunk(
  chunk: Buffer,
  startOffset: number,
  fits: (timestamp: number) => boolean,
): TimestampedOffset | undefined {
  const header = new BatchHeader(chunk)
  for (; header.at < chunk.length; header.at += header.sizeBytes) {
    // No record of the batch can fit when its largest timestamp does not (a batch of older records is not decoded).
    if (!header.isControl && !fits(header.maxTimestamp)) continue
    for (const { offset, timestamp } of records(chunk.subarray(header.at))) {
      if (offset >= startOffset && fits(timestamp)) return { offset, timestamp, leaderEpoch: LEADER_EPOCH }
    }
  }
  return undefined
}
