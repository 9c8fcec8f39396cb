import type { PartitionSettings } from '../contract.ts'
import type { Segment } from '../segment/segment.ts'

/** What compaction goes by. */
export interface Compacted {
  readonly segments: readonly Segment[]
  readonly cleanedOffset: number
  readonly lastStableOffset: number
  readonly transactions: { readonly firstUnstable: number | undefined }
}

/** Closed segments from the first on in which everything is decided and durable, and that are old enough at `now`. */
export function cleanable(partition: Compacted, { minCompactionLagMs }: PartitionSettings, now: number): Segment[] {
  const { segments, lastStableOffset, transactions } = partition
  const decided = Math.min(lastStableOffset, transactions.firstUnstable ?? Number.MAX_SAFE_INTEGER)
  const closed = segments.slice(0, -1)
  const end = closed.findIndex(
    ({ nextOffset, maxTimestamp }) =>
      nextOffset > decided || (minCompactionLagMs > 0 && maxTimestamp > now - minCompactionLagMs),
  )
  return end < 0 ? closed : closed.slice(0, end)
}

/** The segments that no compaction has seen. */
export function dirtyOf(segments: readonly Segment[], cleanedOffset: number): Segment[] {
  return segments.filter(({ nextOffset }) => nextOffset > cleanedOffset)
}

/**
 * Domain time from which on the partition is to be compacted (KIP-354): at once when enough of it is dirty, else when
 * the oldest dirty segment has waited for the longest lag, or is old enough at all. Infinity when new bytes have to
 * come first.
 */
export function compactionDue(partition: Compacted, settings: PartitionSettings, now: number): number {
  const { minCleanableDirtyRatio, minCompactionLagMs, maxCompactionLagMs } = settings
  const closed = cleanable(partition, settings, now)
  const [oldest] = dirtyOf(closed, partition.cleanedOffset)
  if (oldest === undefined) {
    const [waiting] = dirtyOf(partition.segments.slice(0, -1), partition.cleanedOffset)
    const old = waiting === undefined ? Number.POSITIVE_INFINITY : waiting.maxTimestamp + minCompactionLagMs
    // Something else than age holds it back: an open transaction, whose end brings new bytes.
    return old <= now ? Number.POSITIVE_INFINITY : old
  }
  const bytes = (segments: readonly Segment[]): number => segments.reduce((sum, segment) => sum + segment.bytes, 0)
  const ratio = bytes(dirtyOf(closed, partition.cleanedOffset)) / Math.max(1, bytes(closed))
  return ratio > minCleanableDirtyRatio ? now : Math.max(0, oldest.firstTimestamp) + maxCompactionLagMs + 1
}
