/** What the log may use. Each name ends in its unit. */
export interface LogLimits {
  /** A write-ahead file is closed when the next frame would make it longer. */
  readonly walFileBytes: number
  /** Largest frame that is taken. */
  readonly frameBytes: number
  /** Frames that wait for the disk; beyond, `append` refuses with LOG_BUSY. */
  readonly pendingBytes: number
  /** Recent batches that are served from memory. */
  readonly tailBytes: number
  /** Unit in which staging memory is allocated. */
  readonly chunkBytes: number
  /** Durable batches that wait to be written to segments before a round of writing begins. */
  readonly flushBytes: number
  /** Durable batches that may wait for segments before group commits wait too. */
  readonly unflushedBytes: number
  /** Write-ahead bytes between two checkpoints: bounds recovery. */
  readonly checkpointBytes: number
  /** Segment size of partitions without settings. */
  readonly segmentBytes: number
  /** Distance of entries in the sparse index. */
  readonly indexIntervalBytes: number
  /** Segment files that are kept open. */
  readonly openFileCount: number
  /** Kept on the disk, and given up when it is full, so that deletes and checkpoints still run. */
  readonly reserveBytes: number
  /** Free disk below which batches are refused. */
  readonly freeBytes: number
  /** Keys that one round of compaction holds in memory. */
  readonly compactionKeyCount: number
  /** Idle producers are forgotten after this much domain time. */
  readonly producerExpirationMs: number
  /** Domain time between two rounds of retention, when there is something to look at; 0 is only by `clean()`. */
  readonly retentionIntervalMs: number
  /** Domain time after which compaction looks at partitions with new bytes; 0 is only by `clean()`. */
  readonly compactionIntervalMs: number
}

const MB = 1024 * 1024

export const DEFAULT_LIMITS: LogLimits = {
  walFileBytes: 32 * MB,
  frameBytes: 128 * MB,
  pendingBytes: 256 * MB,
  tailBytes: 32 * MB,
  chunkBytes: MB,
  flushBytes: 4 * MB,
  unflushedBytes: 128 * MB,
  checkpointBytes: 128 * MB,
  segmentBytes: 1024 * MB,
  indexIntervalBytes: 8 * 1024,
  openFileCount: 256,
  reserveBytes: 32 * MB,
  freeBytes: 64 * MB,
  compactionKeyCount: 2_000_000,
  producerExpirationMs: 86_400_000,
  retentionIntervalMs: 300_000,
  compactionIntervalMs: 5000,
}
