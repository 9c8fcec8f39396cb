/**
 * How records reach the cores and their worker threads, and how output becomes visible. Two implementations of each:
 * the embedded log, and any Kafka through a client.
 */

/** A partition of a topic, by name. */
export interface TopicPartition {
  readonly topic: string
  readonly partition: number
}

/**
 * Whole record batches (Kafka's v2 format) of one partition, back to back, as they are stored. `bytes` may lie in
 * shared memory; the receiver decodes, and gives the credits back when it is done. Empty when what was read is for nobody
 * (markers of transactions, what they have aborted).
 */
export interface RecordBlock extends TopicPartition {
  /** Offset of the first record that the block is meant to give; its first batch may begin before. */
  readonly fromOffset: number
  /** Offset after the last record in the block: where to go on. */
  readonly nextOffset: number
  readonly bytes: Uint8Array
}

/**
 * Gives the records of some partitions in blocks, in order within a partition. Pull by credits: no more than the
 * bytes granted are ever on their way.
 */
export interface BatchSource {
  /** Starts or goes on from these offsets. */
  assign(positions: readonly (TopicPartition & { readonly offset: number })[]): void
  /** Grants `bytes` more; a block larger than what is left is still given when it is the only one under way. */
  grant(bytes: number): void
  /** Called for each block, never again after `close`. */
  onBlock(receive: (block: RecordBlock) => void): void
  /** A partition that cannot be read on (deleted, out of range, damaged): the others go on. */
  onFault(report: (partition: TopicPartition, error: Error) => void): void
  close(): Promise<void>
}

/** A batch to append: record batch v2 with base offset 0 inside; the sink stamps it. */
export interface OutputBatch extends TopicPartition {
  readonly bytes: Uint8Array
}

/** One epoch: what was read up to where, and everything that came of it. All of it becomes visible, or none. */
export interface Epoch {
  /** Counts up by one; committing an epoch a second time (after a crash) does nothing. */
  readonly number: number
  readonly sources: readonly (TopicPartition & { readonly nextOffset: number })[]
  readonly output: readonly OutputBatch[]
}

/** Commits epochs of one job, exactly once. */
export interface EpochSink {
  /** The last epoch that was committed, and where its sources stood: from there the job goes on. */
  recover(): Promise<Pick<Epoch, 'number' | 'sources'> | undefined>
  /** Resolves when the epoch is durable and visible. Epochs are committed one at a time, in order. */
  commit(epoch: Epoch): Promise<void>
  close(): Promise<void>
}
