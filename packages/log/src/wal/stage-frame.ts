import { BatchHeader, asBuffer } from '../batch/header.ts'
import { stampOffset } from '../batch/stamp.ts'
import type { Lsn, PartitionNumber } from '../contract.ts'
import { LEADER_EPOCH } from '../epoch.ts'
import type { DiskPartition } from '../partition/disk-partition.ts'
import type { Chunk } from '../staging/chunk.ts'
import { BEGINS_SEGMENT, ENTRY, ENTRY_HEADER_BYTES, FRAME_HEADER_BYTES, putEntry, sealFrame } from './frame-format.ts'
import { type InnerFrame, encodeSwap } from './inner-frame.ts'

/** A frame of which every part has been checked, and how long it will be. */
export interface SizedFrame {
  readonly frame: InnerFrame
  readonly swaps: readonly Buffer[]
  readonly length: number
  readonly entryCount: number
}

const START_OFFSET_BYTES = 8
const header = new BatchHeader(Buffer.alloc(0))

export function sizeFrame(frame: InnerFrame): SizedFrame {
  const swaps = (frame.swaps ?? []).map(encodeSwap)
  const starts = frame.startOffsets?.length ?? 0
  const entryCount =
    (frame.create?.length ?? 0) + (frame.batches?.length ?? 0) + starts + (frame.remove?.length ?? 0) + swaps.length
  let length = FRAME_HEADER_BYTES + entryCount * ENTRY_HEADER_BYTES + starts * START_OFFSET_BYTES
  for (const { bytes } of frame.batches ?? []) length += bytes.length
  for (const swap of swaps) length += swap.length
  return { frame, swaps, length, entryCount }
}

/** What staging does to the log's memory, entry by entry, in the frame's order. */
export interface FrameEffects {
  create(partition: PartitionNumber): void
  /** A batch of this size goes to the partition. */
  batch(partition: PartitionNumber, size: number): DiskPartition
  startOffset(partition: PartitionNumber, offset: number): void
  remove(partition: PartitionNumber): void
  swap(index: number): void
}

export interface StagedAt {
  readonly chunk: Chunk
  readonly salt: Buffer
  readonly lsn: Lsn
  readonly durableLsn: Lsn
}

/** Writes a frame into staging memory and applies it to the log's memory; gives the batches' base offsets. */
export function stageFrame(sized: SizedFrame, place: StagedAt, effects: FrameEffects): number[] {
  const { frame, length, entryCount } = sized
  const { chunk, salt, lsn, durableLsn } = place
  const { buffer } = chunk
  const begin = chunk.used
  let at = begin + FRAME_HEADER_BYTES
  for (const partition of frame.create ?? []) {
    at = putEntry(buffer, at, { type: ENTRY.create, flags: 0, partition, length: 0 })
    effects.create(partition)
  }
  const baseOffsets: number[] = []
  for (const { partition, bytes } of frame.batches ?? []) {
    baseOffsets.push(stageBatch(effects.batch(partition, bytes.length), bytes, chunk, at, lsn))
    at += ENTRY_HEADER_BYTES + bytes.length
  }
  at = stageRest(sized, buffer, at, effects)
  sealFrame(buffer, begin, salt, { length, lsn, durableLsn, entryCount })
  chunk.used = at
  chunk.lastLsn = lsn
  return baseOffsets
}

function stageBatch(partition: DiskPartition, bytes: Uint8Array, chunk: Chunk, at: number, lsn: Lsn): number {
  const size = bytes.length
  const begins = partition.beginsSegment(header.over(asBuffer(bytes), 0), size)
  const baseOffset = partition.nextOffset
  const flags = begins ? BEGINS_SEGMENT : 0
  const body = putEntry(chunk.buffer, at, { type: ENTRY.batch, flags, partition: partition.number, length: size })
  chunk.buffer.set(bytes, body)
  stampOffset(chunk.buffer, body, baseOffset, LEADER_EPOCH)
  partition.take(header.over(chunk.buffer, body), { chunk, at: body, size, lsn }, begins)
  return baseOffset
}

function stageRest({ frame, swaps }: SizedFrame, buffer: Buffer, from: number, effects: FrameEffects): number {
  let at = from
  for (const { partition, offset } of frame.startOffsets ?? []) {
    at = putEntry(buffer, at, { type: ENTRY.startOffset, flags: 0, partition, length: START_OFFSET_BYTES })
    buffer.writeBigInt64BE(BigInt(offset), at)
    at += START_OFFSET_BYTES
    effects.startOffset(partition, offset)
  }
  for (const partition of frame.remove ?? []) {
    at = putEntry(buffer, at, { type: ENTRY.remove, flags: 0, partition, length: 0 })
    effects.remove(partition)
  }
  for (const [index, { partition }] of (frame.swaps ?? []).entries()) {
    const body = swaps[index] as Buffer
    at = putEntry(buffer, at, { type: ENTRY.swap, flags: 0, partition, length: body.length })
    buffer.set(body, at)
    at += body.length
    effects.swap(index)
  }
  return at
}
