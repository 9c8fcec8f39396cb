import type { PartitionSettings } from './contract.ts'
import type { Segment } from './segment/segment.ts'

/** What retention looks at. */
export interface Retained {
  readonly settings: PartitionSettings | undefined
  readonly segments: readonly Pick<Segment, 'nextOffset' | 'bytes' | 'maxTimestamp'>[]
  readonly highWatermark: number
  readonly sizeBytes: number
}

/**
 * The offset up to which whole segments are too old, or too many, at `now` (domain time); undefined when nothing is.
 * A segment without timestamps never gets too old.
 */
export function expiredOffset(
  { settings, segments, highWatermark, sizeBytes }: Retained,
  now: number,
): number | undefined {
  if (settings === undefined || !settings.cleanup.delete) return undefined
  const { retentionMs, retentionBytes } = settings
  let left = sizeBytes
  let offset: number | undefined
  for (const { nextOffset, bytes, maxTimestamp } of segments) {
    const old = retentionMs >= 0 && maxTimestamp >= 0 && maxTimestamp < now - retentionMs
    const many = retentionBytes >= 0 && left - bytes >= retentionBytes
    if (nextOffset > highWatermark || (!old && !many)) break
    left -= bytes
    offset = nextOffset
  }
  return offset
}

/** Domain time at which the first segment gets too old; undefined when it never does. */
export function nextExpiry({ settings, segments }: Retained): number | undefined {
  const [first] = segments
  if (settings === undefined || !settings.cleanup.delete || settings.retentionMs < 0) return undefined
  return first === undefined || first.maxTimestamp < 0 ? undefined : first.maxTimestamp + settings.retentionMs + 1
}
