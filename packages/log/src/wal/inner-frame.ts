import { ByteReader, ByteWriter } from '@millrace/kernel'
import type { Frame, PartitionNumber } from '../contract.ts'
import { type Segment, type SegmentMeta, readSegmentMeta, writeSegmentMeta } from '../segment/segment.ts'

/** Compaction's result as the write-ahead log carries it: these segments instead of those. */
export interface Swap {
  readonly partition: PartitionNumber
  readonly removed: readonly Pick<Segment, 'baseOffset' | 'generation'>[]
  readonly added: readonly SegmentMeta[]
  readonly cleanedOffset: number
}

/** A frame with what only the log itself appends. */
export interface InnerFrame extends Frame {
  readonly swaps?: readonly Swap[]
}

export function encodeSwap(swap: Swap): Buffer {
  const writer = new ByteWriter()
  writer.int64(swap.cleanedOffset).uint32(swap.removed.length)
  for (const { baseOffset, generation } of swap.removed) writer.int64(baseOffset).uint32(generation)
  writer.uint32(swap.added.length)
  for (const meta of swap.added) writeSegmentMeta(writer, meta)
  return writer.view()
}

export function decodeSwap(partition: PartitionNumber, bytes: Buffer): Swap {
  const reader = new ByteReader(bytes)
  const cleanedOffset = reader.int64()
  const removed = Array.from({ length: reader.uint32() }, () => ({
    baseOffset: reader.int64(),
    generation: reader.uint32(),
  }))
  const added = Array.from({ length: reader.uint32() }, () => readSegmentMeta(reader))
  return { partition, removed, added, cleanedOffset }
}
