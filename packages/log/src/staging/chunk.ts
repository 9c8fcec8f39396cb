import type { DiskPartition } from '../partition/disk-partition.ts'
import type { Segment } from '../segment/segment.ts'

/**
 * A piece of memory that holds frames back to back. The writer's thread, the tail and the sockets all use these
 * bytes; they are never copied. A chunk that a reader has got a view of is left to the garbage collector, any other
 * is used again.
 */
export class Chunk {
  readonly buffer: Buffer
  used = 0
  /** A reader holds a view: the bytes may not change any more. */
  lent = false
  /** Bytes of batches that are not in their segments yet. */
  unflushedBytes = 0
  lastLsn = 0
  /** Partitions with batches here. */
  readonly partitions = new Set<DiskPartition>()

  constructor(buffer: Buffer) {
    this.buffer = buffer
  }

  /** Makes it as good as new. */
  reset(): void {
    this.used = 0
    this.unflushedBytes = 0
    this.lastLsn = 0
    this.partitions.clear()
  }
}

/** A batch in memory: where its bytes lie, and where they go in the segment. */
export interface TailBatch {
  readonly chunk: Chunk
  readonly at: number
  readonly size: number
  readonly baseOffset: number
  readonly nextOffset: number
  readonly lsn: number
  readonly segment: Segment
  readonly position: number
}
