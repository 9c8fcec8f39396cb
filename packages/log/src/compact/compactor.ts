import { BatchHeader } from '../batch/header.ts'
import type { Appended, PartitionSettings } from '../contract.ts'
import type { LogLimits } from '../limits.ts'
import type { DiskPartition } from '../partition/disk-partition.ts'
import type { Flusher } from '../segment/flusher.ts'
import type { Segment } from '../segment/segment.ts'
import type { SegmentFiles } from '../segment/segment-files.ts'
import type { InnerFrame } from '../wal/inner-frame.ts'
import { cleanable, compactionDue, dirtyOf } from './due.ts'
import { LsnCursor } from './lsn-cursor.ts'
import { type CompactionRules, noteKeys, rewriteBatch } from './rewrite.ts'
import { SegmentWriter } from './segment-writer.ts'

export interface CompactorPorts {
  readonly limits: LogLimits
  readonly files: SegmentFiles
  readonly flusher: Flusher
  readonly append: (frame: InnerFrame) => Appended
}

type Decided = Pick<CompactionRules, 'isAborted' | 'unreadable'>

/** Where each key has its last value, up to `end`. */
interface LatestOffsets {
  readonly offsets: ReadonlyMap<string, number>
  readonly end: number
}

/**
 * Rewrites closed segments so that the last value of each key is left. The new segments are durable before a frame
 * swaps them in; readers of the old ones are not disturbed; a crash leaves the old ones, and orphans.
 */
export class Compactor {
  readonly #ports: CompactorPorts
  #stopped = false

  constructor(ports: CompactorPorts) {
    this.#ports = ports
  }

  stop(): void {
    this.#stopped = true
  }

  /** True when the partition was compacted. */
  compact(partition: DiskPartition, settings: PartitionSettings, now: number): Promise<boolean> {
    return partition.guarded(false, async () => {
      if (compactionDue(partition, settings, now) > now) return false
      const closed = written(cleanable(partition, settings, now))
      const dirty = dirtyOf(closed, partition.cleanedOffset)
      if (dirty.length === 0) return false
      const decided: Decided = {
        isAborted: (id, offset) => partition.transactions.isAborted(id, offset),
        unreadable: (baseOffset, why) => partition.warnOfBatch(baseOffset, why),
      }
      const latest = await this.#latest(partition, dirty, decided)
      const inputs = closed.filter((segment) => segment.baseOffset < latest.end)
      const rules: CompactionRules = {
        now,
        deleteRetentionMs: settings.deleteRetentionMs,
        latestOffset: (key) => latest.offsets.get(key.toString('latin1')),
        ...decided,
      }
      const writer = new SegmentWriter(this.#ports, partition, settings.segmentBytes)
      try {
        const added = await this.#rewrite(partition, inputs, rules, writer)
        return await this.#swapIn(partition, inputs, added, latest.end)
      } catch (error) {
        // What was written so far would lie there until the next start.
        await writer.abandon()
        throw error
      }
    })
  }

  async #latest(partition: DiskPartition, dirty: readonly Segment[], decided: Decided): Promise<LatestOffsets> {
    const offsets = new Map<string, number>()
    let end = 0
    for (const segment of dirty) {
      for await (const batch of partition.reader.batches(segment)) {
        if (batch.nextOffset <= partition.cleanedOffset) continue
        if (offsets.size >= this.#ports.limits.compactionKeyCount) return { offsets, end }
        noteKeys(batch.bytes, decided, (key, offset) => offsets.set(key.toString('latin1'), offset))
        end = batch.nextOffset
      }
      end = segment.nextOffset
    }
    return { offsets, end }
  }

  async #rewrite(
    partition: DiskPartition,
    inputs: readonly Segment[],
    rules: CompactionRules,
    writer: SegmentWriter,
  ): Promise<Segment[]> {
    for (const segment of inputs) {
      const lsns = new LsnCursor(this.#ports.files, partition.number, segment)
      for await (const { bytes } of partition.reader.batches(segment)) {
        if (this.#stopped || segment.dropped) break
        const lsn = await lsns.next()
        const kept = rewriteBatch(bytes, rules)
        if (kept !== undefined) await writer.add(new BatchHeader(kept), lsn, segment)
      }
    }
    return writer.finish(inputs.at(-1)?.nextOffset ?? 0)
  }

  async #swapIn(
    partition: DiskPartition,
    removed: readonly Segment[],
    added: readonly Segment[],
    cleanedOffset: number,
  ): Promise<boolean> {
    if (this.#stopped || partition.removed || removed.some((segment) => segment.dropped)) {
      // Retention or a delete came first: what was written is thrown away.
      await this.#ports.flusher.deleteSegments(partition, added)
      return false
    }
    await this.#ports.append({ swaps: [{ partition: partition.number, removed, added, cleanedOffset }] }).durable
    return true
  }
}

/** Segments from the first on that are in their files to the end. */
function written(segments: readonly Segment[]): readonly Segment[] {
  const end = segments.findIndex(({ writtenBytes, bytes }) => writtenBytes < bytes)
  return end < 0 ? segments : segments.slice(0, end)
}
