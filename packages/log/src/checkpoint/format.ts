import { ByteReader, ByteWriter, Refusal, messageOf } from '@millrace/kernel'
import { crc32 } from 'node:zlib'
import type { Lsn, PartitionNumber, ProducerBatch, ProducerEntry } from '../contract.ts'
import type { IndexedAbort } from '../partition/transaction-index.ts'
import { type SegmentMeta, readSegmentMeta, writeSegmentMeta } from '../segment/segment.ts'

/** One partition as a checkpoint has it: its state after the frame `stateLsn`. */
export interface PartitionSnapshot {
  readonly number: PartitionNumber
  readonly stateLsn: Lsn
  readonly startOffset: number
  readonly nextOffset: number
  readonly cleanedOffset: number
  readonly segments: readonly SegmentMeta[]
  readonly producers: readonly ProducerEntry[]
  readonly aborted: readonly IndexedAbort[]
}

/**
 * A cache of what the write-ahead log says. Partitions are taken one after the other while appends go on, so each has
 * a sequence number of its own; replay begins after `replayAfter`, which none of them is below.
 */
export interface Checkpoint {
  readonly replayAfter: Lsn
  /** Everything up to here was durable when it was written: the write-ahead log must reach this far. */
  readonly durableLsn: Lsn
  readonly partitions: readonly PartitionSnapshot[]
}

const MAGIC = 0x4d4c4350
export const CHECKPOINT_VERSION = 1

/** Writes a checkpoint bit by bit, so that the caller may let others run between two partitions. */
export class CheckpointWriter {
  readonly #writer = new ByteWriter(64 * 1024)
  readonly #countAt: number
  #count = 0

  constructor(replayAfter: Lsn) {
    this.#writer.uint32(MAGIC).uint8(CHECKPOINT_VERSION).int64(replayAfter).int64(0)
    this.#countAt = this.#writer.reserve(4)
  }

  add(partition: PartitionSnapshot): void {
    const writer = this.#writer
    writer.uint32(partition.number).int64(partition.stateLsn).int64(partition.startOffset)
    writer.int64(partition.nextOffset).int64(partition.cleanedOffset)
    writer.uint32(partition.segments.length)
    for (const meta of partition.segments) writeSegmentMeta(writer, meta)
    writer.uint32(partition.producers.length)
    for (const entry of partition.producers) writeProducer(writer, entry)
    writer.uint32(partition.aborted.length)
    for (const { producerId, firstOffset, lastOffset, lastStableOffset } of partition.aborted) {
      writer.int64(producerId).int64(firstOffset).int64(lastOffset).int64(lastStableOffset)
    }
    this.#count++
  }

  finish(durableLsn: Lsn): Buffer {
    const bytes = this.#writer.view()
    bytes.writeBigInt64BE(BigInt(durableLsn), 13)
    bytes.writeUInt32BE(this.#count, this.#countAt)
    return this.#writer.uint32(crc32(bytes)).view()
  }
}

/**
 * Undefined when the bytes are damaged.
 *
 * @throws Refusal UNKNOWN_FORMAT when a newer version wrote it.
 */
export function decodeCheckpoint(bytes: Buffer): Checkpoint | undefined {
  const end = bytes.length - 4
  if (end < 25 || bytes.readUInt32BE(0) !== MAGIC) return undefined
  if (crc32(bytes.subarray(0, end)) !== bytes.readUInt32BE(end)) return undefined
  const reader = new ByteReader(bytes, 4, end)
  const version = reader.uint8()
  if (version !== CHECKPOINT_VERSION) {
    throw new Refusal(
      'UNKNOWN_FORMAT',
      `the checkpoint has format ${version}, this version reads ${CHECKPOINT_VERSION}: start the version that wrote it`,
    )
  }
  try {
    const replayAfter = reader.int64()
    const durableLsn = reader.int64()
    const partitions = Array.from({ length: reader.uint32() }, () => readPartition(reader))
    return { replayAfter, durableLsn, partitions }
  } catch (error) {
    throw new Refusal('UNKNOWN_FORMAT', `the checkpoint's checksum is right, its content is not: ${messageOf(error)}`)
  }
}

function readPartition(reader: ByteReader): PartitionSnapshot {
  const number = reader.uint32()
  const stateLsn = reader.int64()
  const startOffset = reader.int64()
  const nextOffset = reader.int64()
  const cleanedOffset = reader.int64()
  const segments = Array.from({ length: reader.uint32() }, () => readSegmentMeta(reader))
  const producers = Array.from({ length: reader.uint32() }, () => readProducer(reader))
  const aborted = Array.from({ length: reader.uint32() }, () => ({
    producerId: reader.int64(),
    firstOffset: reader.int64(),
    lastOffset: reader.int64(),
    lastStableOffset: reader.int64(),
  }))
  return { number, stateLsn, startOffset, nextOffset, cleanedOffset, segments, producers, aborted }
}

function writeProducer(writer: ByteWriter, entry: ProducerEntry): void {
  writer.int64(entry.producerId).int16(entry.epoch).int32(entry.coordinatorEpoch).int64(entry.lastTimestamp)
  writer.int64(entry.transactionStart ?? -1).uint8(entry.batches.length)
  for (const batch of entry.batches) {
    writer.int32(batch.firstSequence).int32(batch.lastSequence).int64(batch.firstOffset).int64(batch.lastOffset)
    writer.int64(batch.timestamp)
  }
}

function readProducer(reader: ByteReader): ProducerEntry {
  const producerId = reader.int64()
  const epoch = reader.int16()
  const coordinatorEpoch = reader.int32()
  const lastTimestamp = reader.int64()
  const start = reader.int64()
  const transactionStart = start < 0 ? undefined : start
  const batches = Array.from({ length: reader.uint8() }, () => readProducerBatch(reader))
  return { producerId, epoch, coordinatorEpoch, lastTimestamp, transactionStart, batches }
}

function readProducerBatch(reader: ByteReader): ProducerBatch {
  return {
    firstSequence: reader.int32(),
    lastSequence: reader.int32(),
    firstOffset: reader.int64(),
    lastOffset: reader.int64(),
    timestamp: reader.int64(),
  }
}
