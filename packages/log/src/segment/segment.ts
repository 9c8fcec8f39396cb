import type { ByteReader, ByteWriter } from '@millrace/kernel'
import type { BatchHeader } from '../batch/header.ts'
import { SparseIndex } from './sparse-index.ts'

/** offset delta uint32, lsn int64: one entry a batch, in the order of the batches. */
export const LSN_ENTRY_BYTES = 12

/** What is known of a segment without opening it: what a checkpoint and a swap carry. */
export interface SegmentMeta {
  readonly baseOffset: number
  /** 0 when it was written by appends; compaction counts it up, so that names are never used twice. */
  readonly generation: number
  readonly nextOffset: number
  readonly bytes: number
  readonly batchCount: number
  readonly indexCount: number
  /** Largest timestamp, and the base offset of the first batch that has it; -1 for none. */
  readonly maxTimestamp: number
  readonly maxTimestampOffset: number
  /** Max timestamp of its first batch: segments end by time counting from here. */
  readonly firstTimestamp: number
}

/** A run of batches of one partition, and how far it has got to the disk. */
export class Segment implements SegmentMeta {
  readonly baseOffset: number
  readonly generation: number
  readonly index: SparseIndex
  nextOffset: number
  bytes = 0
  batchCount = 0
  maxTimestamp = -1
  maxTimestampOffset = -1
  firstTimestamp = -1
  /** Bytes and batches that are in its files. */
  writtenBytes = 0
  writtenBatches = 0
  /** Deleted, or replaced by compaction: nothing more is written to it. */
  dropped = false
  /** Recovery has looked at its files, and what it found wrong with them. */
  looked = false
  damage: string | undefined
  #lastIndexed = -1

  constructor(baseOffset: number, generation = 0, indexCount = 0) {
    this.baseOffset = baseOffset
    this.generation = generation
    this.nextOffset = baseOffset
    this.index = new SparseIndex(indexCount)
  }

  static from(meta: SegmentMeta): Segment {
    const segment = new Segment(meta.baseOffset, meta.generation, meta.indexCount)
    segment.nextOffset = meta.nextOffset
    segment.bytes = meta.bytes
    segment.batchCount = meta.batchCount
    segment.maxTimestamp = meta.maxTimestamp
    segment.maxTimestampOffset = meta.maxTimestampOffset
    segment.firstTimestamp = meta.firstTimestamp
    segment.writtenBytes = meta.bytes
    segment.writtenBatches = meta.batchCount
    segment.#lastIndexed = meta.bytes
    return segment
  }

  get indexCount(): number {
    return this.index.count
  }

  /** Takes in the next batch; gives its position. */
  add(header: BatchHeader, size: number, indexIntervalBytes: number): number {
    const position = this.bytes
    const { baseOffset, maxTimestamp } = header
    if (this.#lastIndexed < 0 || position - this.#lastIndexed >= indexIntervalBytes) {
      this.index.add({ baseOffset, position, batchNumber: this.batchCount, maxTimestampBefore: this.maxTimestamp })
      this.#lastIndexed = position
    }
    if (this.batchCount === 0) this.firstTimestamp = maxTimestamp
    if (maxTimestamp > this.maxTimestamp) {
      this.maxTimestamp = maxTimestamp
      this.maxTimestampOffset = baseOffset
    }
    this.bytes += size
    this.batchCount++
    this.nextOffset = header.nextOffset
    return position
  }
}

export function writeSegmentMeta(writer: ByteWriter, meta: SegmentMeta): void {
  writer
    .int64(meta.baseOffset)
    .uint32(meta.generation)
    .int64(meta.nextOffset)
    .uint32(meta.bytes)
    .uint32(meta.batchCount)
    .uint32(meta.indexCount)
    .int64(meta.maxTimestamp)
    .int64(meta.maxTimestampOffset)
    .int64(meta.firstTimestamp)
}

export function readSegmentMeta(reader: ByteReader): SegmentMeta {
  return {
    baseOffset: reader.int64(),
    generation: reader.uint32(),
    nextOffset: reader.int64(),
    bytes: reader.uint32(),
    batchCount: reader.uint32(),
    indexCount: reader.uint32(),
    maxTimestamp: reader.int64(),
    maxTimestampOffset: reader.int64(),
    firstTimestamp: reader.int64(),
  }
}
