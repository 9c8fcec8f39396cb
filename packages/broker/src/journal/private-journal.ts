import type { Clocks } from '@millrace/kernel'
import { type Log, type PartitionNumber, type PartitionSettings, buildBatch } from '@millrace/log'
import { type JournalEntry, entriesOf, recordOf } from './journal-entry.ts'

/** Principals and their tokens. */
export const PRINCIPALS_PARTITION: PartitionNumber = 30

/**
 * Small segments, compacted soon, all but the last. What a write replaces or takes away is compacted away within an hour
 * of the end of that write's segment; a segment ends with the first write more than an hour after its first, or when it is
 * full. Until such a write comes, it stays there.
 */
const SETTINGS: PartitionSettings = {
  retentionMs: -1,
  retentionBytes: -1,
  segmentBytes: 1 << 20,
  segmentMs: 3_600_000,
  cleanup: { delete: false, compact: true },
  deleteRetentionMs: 0,
  minCleanableDirtyRatio: 0.5,
  minCompactionLagMs: 0,
  maxCompactionLagMs: 3_600_000,
  fileDeleteDelayMs: 0,
}

/**
 * Keys and values that no client may read: in a stream of the log's own, which is no topic, so that no protocol has a
 * name for it. It goes with the data directory and its backups.
 */
export class PrivateJournal {
  readonly #log: Log
  readonly #clocks: Clocks
  readonly #partition: PartitionNumber

  private constructor(log: Log, clocks: Clocks, partition: PartitionNumber) {
    this.#log = log
    this.#clocks = clocks
    this.#partition = partition
  }

  /**
   * Opens the stream, making it the first time, and gives the last value of every key.
   *
   * @throws Fault STATE_FORMAT when it holds a value of a later version
   */
  static async open(
    log: Log,
    clocks: Clocks,
    partition: PartitionNumber,
  ): Promise<{ readonly journal: PrivateJournal; readonly entries: Map<string, object> }> {
    const stored = log.partition(partition)
    if (stored === undefined) log.append({ create: [partition] })
    const entries = stored === undefined ? new Map() : await entriesOf(stored, 'the stream of principals')
    log.configure(partition, SETTINGS)
    return { journal: new PrivateJournal(log, clocks, partition), entries }
  }

  /** Resolves when all of it is durable. @throws Fault of the log */
  async write(entries: readonly JournalEntry[]): Promise<void> {
    const bytes = buildBatch({ timestamp: this.#clocks.domain.now(), records: entries.map(recordOf) })
    await this.#log.append({ batches: [{ partition: this.#partition, bytes }] }).durable
  }
}
