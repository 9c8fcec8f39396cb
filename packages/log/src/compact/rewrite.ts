import { buildBatch } from '../batch/build.ts'
import { compressionName } from '../batch/compression/index.ts'
import { BatchHeader } from '../batch/header.ts'
import { readableRecords } from '../batch/readable.ts'
import type { StoredRecord } from '../batch/records.ts'

/** What one round of compaction goes by. */
export interface CompactionRules {
  /** Domain time, ms since epoch. */
  readonly now: number
  readonly deleteRetentionMs: number
  /** Offset of the last value of a key; keys that are not in it are kept. */
  latestOffset(key: Buffer): number | undefined
  isAborted(producerId: number, offset: number): boolean
  /** Hears of a batch whose records cannot be read: it stays as it is. */
  unreadable(baseOffset: number, why: string): void
}

/**
 * One batch after compaction: the same buffer when nothing of it goes, a smaller batch with the same offsets, or
 * undefined when nothing is left. Tombstones and transaction markers first get a delete horizon, and go once it has
 * passed, so that a reader who began before can still see them (KIP-534).
 */
export function rewriteBatch(batch: Buffer, rules: CompactionRules): Buffer | undefined {
  const header = new BatchHeader(batch)
  const expired = header.deleteHorizon !== undefined && header.deleteHorizon <= rules.now
  if (header.isControl && expired) return undefined
  const all = readableRecords(batch, (why) => rules.unreadable(header.baseOffset, why))
  if (all === undefined) return batch
  if (header.isControl) return header.deleteHorizon === undefined ? rebuild(header, all, horizon(rules)) : batch
  const kept: StoredRecord[] = []
  let tombstones = false
  for (const record of all) {
    if (!survives(record, header, rules)) continue
    if (record.value === null && expired) continue
    tombstones ||= record.value === null
    kept.push(record)
  }
  if (kept.length === 0) return undefined
  const setsHorizon = tombstones && header.deleteHorizon === undefined
  if (kept.length === header.recordCount && !setsHorizon) return batch
  return rebuild(header, kept, setsHorizon ? horizon(rules) : header.deleteHorizon)
}

/** Puts the offsets of a batch's keys into `latest`, unless its transaction was aborted. */
export function noteKeys(
  batch: Buffer,
  { isAborted, unreadable }: Pick<CompactionRules, 'isAborted' | 'unreadable'>,
  note: (key: Buffer, offset: number) => void,
): void {
  const header = new BatchHeader(batch)
  if (header.isControl || (header.isTransactional && isAborted(header.producerId, header.baseOffset))) return
  const all = readableRecords(batch, (why) => unreadable(header.baseOffset, why))
  for (const { key, offset } of all ?? []) if (key !== null) note(key, offset)
}

function survives(record: StoredRecord, header: BatchHeader, rules: CompactionRules): boolean {
  // A record without a key has no last value to be: it goes, as Kafka's cleaner lets it go.
  if (record.key === null) return false
  if (header.isTransactional && rules.isAborted(header.producerId, record.offset)) return false
  const latest = rules.latestOffset(record.key)
  return latest === undefined || latest <= record.offset
}

function horizon(rules: CompactionRules): number {
  return rules.now + rules.deleteRetentionMs
}

function rebuild(header: BatchHeader, kept: readonly StoredRecord[], deleteHorizon: number | undefined): Buffer {
  const { baseOffset } = header
  return buildBatch({
    records: kept.map((record) => ({
      key: record.key,
      value: record.value,
      headers: record.headers,
      timestamp: record.timestamp,
      offsetDelta: record.offset - baseOffset,
    })),
    compression: compressionName(header.compression),
    producer: { id: header.producerId, epoch: header.producerEpoch, sequence: header.baseSequence },
    transactional: header.isTransactional,
    control: header.isControl,
    logAppendTime: header.isLogAppendTime,
    baseOffset,
    leaderEpoch: header.leaderEpoch,
    lastOffsetDelta: header.lastOffsetDelta,
    deleteHorizon,
  })
}
