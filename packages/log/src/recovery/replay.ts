import { Refusal } from '@millrace/kernel'
import { BatchHeader } from '../batch/header.ts'
import { wholeBatchAt } from '../batch/check.ts'
import type { PartitionSnapshot } from '../checkpoint/format.ts'
import type { Lsn, PartitionNumber } from '../contract.ts'
import { DiskPartition, type DiskPartitionPorts } from '../partition/disk-partition.ts'
import type { Flusher } from '../segment/flusher.ts'
import { Segment } from '../segment/segment.ts'
import { Chunk } from '../staging/chunk.ts'
import { BEGINS_SEGMENT, ENTRY, type Entry, type FrameHeader, entriesOf } from '../wal/frame-format.ts'
import { decodeSwap } from '../wal/inner-frame.ts'

/** Rebuilds the partitions from snapshots and frames, by the same code that live appends go through. */
export class Replay {
  readonly partitions = new Map<PartitionNumber, DiskPartition>()
  /** Partitions that frames speak of and nobody has: they have to be removed by a later frame. */
  readonly unknown = new Set<PartitionNumber>()
  readonly #ports: DiskPartitionPorts
  readonly #flusher: Flusher
  readonly #header = new BatchHeader(Buffer.alloc(0))
  #chunk = new Chunk(Buffer.alloc(0))

  constructor(ports: DiskPartitionPorts, flusher: Flusher) {
    this.#ports = ports
    this.#flusher = flusher
  }

  restore(snapshot: PartitionSnapshot): DiskPartition {
    const partition = this.#create(snapshot.number)
    partition.stateLsn = snapshot.stateLsn
    partition.startOffset = snapshot.startOffset
    partition.nextOffset = snapshot.nextOffset
    partition.cleanedOffset = snapshot.cleanedOffset
    partition.segments = snapshot.segments.map((meta) => Segment.from(meta))
    partition.sizeBytes = snapshot.segments.reduce((sum, { bytes }) => sum + bytes, 0)
    partition.hasDirectory = snapshot.segments.length > 0
    // In the order of their starts: the oldest open transaction is the first.
    const byStart = [...snapshot.producers].sort((a, b) => (a.transactionStart ?? -1) - (b.transactionStart ?? -1))
    for (const entry of byStart) partition.producerStates.restore(entry)
    partition.transactions.restoreAborted(snapshot.aborted)
    return partition
  }

  /** The frames of one file; when it resolves, their batches are in segments. */
  async apply(bytes: Buffer, frames: readonly FrameHeader[]): Promise<void> {
    const chunk = new Chunk(bytes)
    this.#chunk = chunk
    for (const frame of frames) for (const entry of entriesOf(bytes, frame)) this.#applyEntry(entry, frame.lsn)
    this.settle()
    await this.#flusher.flush()
    for (const partition of chunk.partitions) partition.dropFromTail(chunk)
  }

  /** What was replayed is durable. */
  settle(): void {
    for (const partition of this.partitions.values()) partition.advance(partition.nextOffset)
  }

  #applyEntry(entry: Entry, lsn: Lsn): void {
    const { type, partition: number } = entry
    const partition = this.partitions.get(number)
    if (type === ENTRY.create) {
      if (partition === undefined) this.#create(number).stateLsn = lsn - 1
    } else if (partition === undefined) {
      if (type === ENTRY.remove) this.unknown.delete(number)
      else this.unknown.add(number)
    } else if (lsn > partition.stateLsn) {
      this.#applyTo(partition, entry, lsn)
    }
  }

  #applyTo(partition: DiskPartition, { type, flags, at, length }: Entry, lsn: Lsn): void {
    const { buffer } = this.#chunk
    switch (type) {
      case ENTRY.batch:
        this.#applyBatch(partition, at, length, lsn, (flags & BEGINS_SEGMENT) !== 0)
        break
      case ENTRY.startOffset:
        partition.moveStart(Number(buffer.readBigInt64BE(at)))
        break
      case ENTRY.remove:
        partition.removed = true
        // What waits to be written of it is passed over.
        partition.advance(partition.nextOffset)
        this.partitions.delete(partition.number)
        break
      case ENTRY.swap:
        applySwap(partition, buffer.subarray(at, at + length))
        break
      default:
        throw new Refusal(
          'UNKNOWN_FORMAT',
          `frame ${lsn} has an entry of type ${type}: start the version that wrote it`,
        )
    }
  }

  #applyBatch(partition: DiskPartition, at: number, size: number, lsn: Lsn, begins: boolean): void {
    const { buffer } = this.#chunk
    const header = this.#header.over(buffer, at)
    if (wholeBatchAt(buffer, at) !== size || header.baseOffset !== partition.nextOffset) {
      throw new Refusal('LOG_DAMAGED', `frame ${lsn}: its batch does not go to offset ${partition.nextOffset}`)
    }
    partition.take(header, { chunk: this.#chunk, at, size, lsn }, begins)
    this.#flusher.unflushedBytes += size
    this.#flusher.note(partition)
  }

  #create(number: PartitionNumber): DiskPartition {
    const partition = new DiskPartition(number, this.#ports)
    this.partitions.set(number, partition)
    return partition
  }
}

function applySwap(partition: DiskPartition, bytes: Buffer): void {
  const swap = decodeSwap(partition.number, bytes)
  const removed = partition.segments.filter((segment) =>
    swap.removed.some((gone) => gone.baseOffset === segment.baseOffset && gone.generation === segment.generation),
  )
  partition.swap(
    removed,
    swap.added.map((meta) => Segment.from(meta)),
    swap.cleanedOffset,
  )
}
