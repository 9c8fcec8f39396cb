/**
 * The contract of the log: what the broker, the engine and the projections build on. `openLog` (disk) and
 * `memoryLog` (tests) both pass `test/contract.ts`.
 */

import type { LogSnapshot } from './backup/snapshot.ts'

/**
 * Number of a partition: 1..2^31-1, given by the caller, never used twice in the life of a data directory. Names of
 * topics live above, in the broker's catalogue; numbers below 1000 are for the platform's own streams.
 */
export type PartitionNumber = number

/** Log sequence number: one per frame, counting up by one over all partitions (decisions.md, D3). */
export type Lsn = number

/**
 * What one call makes durable: all of it or nothing (D2). Every list may be empty. Within a frame the order is:
 * create, batches, start offsets, remove.
 */
export interface Frame {
  readonly create?: readonly PartitionNumber[]
  /** Whole record batches, v2, one each. The log stamps base offset and leader epoch, which lie outside the CRC. */
  readonly batches?: readonly FrameBatch[]
  /** Moves partitions' start offsets forward: what lies before is deleted (DeleteRecords). */
  readonly startOffsets?: readonly { readonly partition: PartitionNumber; readonly offset: number }[]
  readonly remove?: readonly PartitionNumber[]
}

export interface FrameBatch {
  readonly partition: PartitionNumber
  /** Copied before `append` returns: the caller may reuse its buffer. */
  readonly bytes: Uint8Array
}

export interface Appended {
  readonly lsn: Lsn
  /** Base offset of each of the frame's batches, in their order. */
  readonly baseOffsets: readonly number[]
  /** Resolves after the fsync that covers the frame; rejects with a Fault when the log has stopped. */
  readonly durable: Promise<void>
}

/** How a partition is kept; names and meaning as Kafka's topic settings. -1 is unlimited. */
export interface PartitionSettings {
  readonly retentionMs: number
  readonly retentionBytes: number
  readonly segmentBytes: number
  readonly segmentMs: number
  readonly cleanup: { readonly delete: boolean; readonly compact: boolean }
  readonly deleteRetentionMs: number
  readonly minCleanableDirtyRatio: number
  readonly minCompactionLagMs: number
  readonly maxCompactionLagMs: number
  readonly fileDeleteDelayMs: number
}

export interface Log {
  /**
   * Assigns offsets in the order of the calls, synchronously, and queues the frame for the next group commit. Memory
   * changes at once; readers see the frame when it is durable.
   *
   * @throws Refusal UNKNOWN_PARTITION, PARTITION_EXISTS, INVALID_BATCH (not exactly one whole v2 batch),
   *   OFFSET_OUT_OF_RANGE, FRAME_TOO_LARGE: nothing of the frame is appended.
   * @throws Fault LOG_STOPPED (after a failed fsync), DISK_FULL (the reserve is reached; reads go on, and so do frames
   *   that delete something: they free the space that is missing),
   *   PARTITION_OFFLINE (damaged segment), LOG_BUSY (too many bytes wait for the disk).
   */
  append(frame: Frame): Appended
  partition(number: PartitionNumber): LogPartition | undefined
  partitions(): readonly LogPartition[]
  /** Settings for retention and compaction; without them a partition keeps everything. */
  configure(number: PartitionNumber, settings: PartitionSettings): void
  /** Highest sequence number that is durable. */
  readonly durableLsn: Lsn
  /** Resolves when everything that was appended so far is durable. */
  flush(): Promise<void>
  /** One round of retention and compaction over everything, whether a timer would run it now or not. */
  clean(): Promise<CleanReport>
  /** Resolves when no round that a timer has begun is under way: an advance of a virtual clock waits for it. */
  cleaned(): Promise<void>
  /**
   * A consistent set of the log's files for a backup: everything that was durable when this was called is in them, and
   * they stay as they are until it is released. Not there when nothing is kept in files.
   */
  snapshot?(): Promise<LogSnapshot>
  stats(): LogStats
  close(): Promise<void>
}

export interface CleanReport {
  readonly deletedSegments: number
  readonly compactedPartitions: number
  readonly freedBytes: number
}

export interface LogStats {
  readonly partitions: number
  readonly bytesOnDisk: number
  readonly tailBytes: number
  readonly appendedFrames: number
  readonly appendedBytes: number
  /** fsync calls so far, and what they took (ms, total). */
  readonly syncs: number
  readonly syncMs: number
  readonly state: 'open' | 'full' | 'stopped'
  readonly offlinePartitions: readonly PartitionNumber[]
}

export interface LogPartition {
  readonly number: PartitionNumber
  /** First offset that can be read. */
  readonly startOffset: number
  /** Offset that the next record gets, durable or not. */
  readonly nextOffset: number
  /** Offset after the last durable record: consumers read up to here. */
  readonly highWatermark: number
  /** Offset up to which no transaction is open, at most the high watermark: read_committed reads up to here. */
  readonly lastStableOffset: number
  /** Bytes of its batches, durable or not. */
  readonly sizeBytes: number

  /**
   * Whole batches from the one that holds `from` (or the next that exists after compaction), up to the first that
   * begins at or after `upTo`, at most `maxBytes`; at least one batch when there is any and `atLeastOne` is set. At
   * once when the bytes are in memory, else a promise. The buffers are read-only views.
   *
   * @throws Refusal OFFSET_OUT_OF_RANGE when `from` is before the start or beyond `nextOffset`.
   * @throws Fault PARTITION_OFFLINE.
   */
  read(request: ReadRequest): ReadResult | Promise<ReadResult>

  /** The first durable record whose timestamp is at or after `timestamp`; undefined when there is none. */
  offsetForTimestamp(timestamp: number): Promise<TimestampedOffset | undefined>
  /** The durable record with the largest timestamp (ListOffsets -3). */
  maxTimestamp(): Promise<TimestampedOffset | undefined>

  /**
   * Sequence number of the frame that brought the durable batch which holds `offset`, or the next one that exists
   * (decisions.md, D3); undefined when there is none.
   */
  lsnAt(offset: number): Promise<Lsn | undefined>

  /** Transactions that were aborted and overlap [from, to): for Fetch's AbortedTransactions. */
  abortedTransactions(from: number, to: number): readonly AbortedTransaction[]

  /** What the partition knows of one producer: for sequence checks before an append. */
  producer(id: number): ProducerEntry | undefined
  /** Every producer that is known, for DescribeProducers and expiry. */
  producers(): readonly ProducerEntry[]

  /** Called when the high watermark or the last stable offset has moved, or the partition was removed. */
  onAdvance(listener: () => void): () => void
}

export interface ReadRequest {
  readonly from: number
  /** Read only batches that begin before this offset: high watermark or last stable offset. */
  readonly upTo: number
  readonly maxBytes: number
  readonly atLeastOne: boolean
}

export interface ReadResult {
  /** Back to back, whole batches; empty when there is nothing to give. */
  readonly chunks: readonly Buffer[]
  readonly bytes: number
  /** Offset after the last record given, or `from`. */
  readonly nextOffset: number
}

export interface TimestampedOffset {
  readonly offset: number
  readonly timestamp: number
  readonly leaderEpoch: number
}

export interface AbortedTransaction {
  readonly producerId: number
  readonly firstOffset: number
  /** Offset of the abort marker. */
  readonly lastOffset: number
}

/** State of one producer in one partition, from the headers of its batches alone. */
export interface ProducerEntry {
  readonly producerId: number
  readonly epoch: number
  /** The last five batches, oldest first (idempotence window). */
  readonly batches: readonly ProducerBatch[]
  /** First offset of its open transaction; undefined when there is none. */
  readonly transactionStart: number | undefined
  /** Coordinator epoch of the last marker, -1 before any. */
  readonly coordinatorEpoch: number
  /** Domain time (max timestamp) of its last batch, ms. */
  readonly lastTimestamp: number
}

export interface ProducerBatch {
  readonly firstSequence: number
  readonly lastSequence: number
  readonly firstOffset: number
  readonly lastOffset: number
  readonly timestamp: number
}
