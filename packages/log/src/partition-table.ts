import type { LogPort } from '@millrace/kernel'
import type { PartitionNumber } from './contract.ts'
import type { FrameView } from './frame-check.ts'
import type { LogLimits } from './limits.ts'
import { DiskPartition } from './partition/disk-partition.ts'
import type { Flusher } from './segment/flusher.ts'
import type { Segment } from './segment/segment.ts'
import type { SegmentFiles } from './segment/segment-files.ts'
import type { InnerFrame } from './wal/inner-frame.ts'
import type { FrameEffects } from './wal/stage-frame.ts'

export interface PartitionTablePorts {
  readonly files: SegmentFiles
  readonly flusher: Flusher
  readonly limits: LogLimits
  readonly log: LogPort
}

/** Deletes that may be done when the frame that asks for them is durable. */
export type Deletes = readonly (() => Promise<void>)[]

const NONE: readonly DiskPartition[] = []

/** The partitions, and what a frame does to them while it is staged. */
export class PartitionTable implements FrameView, FrameEffects {
  readonly #ports: PartitionTablePorts
  readonly #partitions: Map<PartitionNumber, DiskPartition>
  #frame: InnerFrame = {}
  #written: DiskPartition[] = []
  #deletes: (() => Promise<void>)[] = []

  constructor(ports: PartitionTablePorts, partitions: Map<PartitionNumber, DiskPartition>) {
    this.#ports = ports
    this.#partitions = partitions
  }

  get size(): number {
    return this.#partitions.size
  }

  get(number: PartitionNumber): DiskPartition | undefined {
    return this.#partitions.get(number)
  }

  values(): readonly DiskPartition[] {
    return [...this.#partitions.values()]
  }

  has(number: PartitionNumber): boolean {
    return this.#partitions.has(number)
  }

  nextOffset(number: PartitionNumber): number {
    return this.#partitions.get(number)?.nextOffset ?? 0
  }

  /** The effects that follow are those of this frame. */
  begin(frame: InnerFrame): void {
    this.#frame = frame
  }

  /** Partitions that the frame has brought batches, once. */
  takeWritten(): readonly DiskPartition[] {
    const written = this.#written
    this.#written = []
    return written
  }

  takeDeletes(): Deletes {
    const deletes = this.#deletes
    this.#deletes = []
    return deletes
  }

  /** Partitions whose listeners hear of a frame though it brings them no batch; asked before it removes them. */
  touchedBy({ remove, startOffsets }: InnerFrame): readonly DiskPartition[] {
    if (remove === undefined && startOffsets === undefined) return NONE
    const numbers = [...(remove ?? []), ...(startOffsets ?? []).map(({ partition }) => partition)]
    return numbers.flatMap((number) => this.#partitions.get(number) ?? [])
  }

  create(number: PartitionNumber): void {
    const { files, limits, log } = this.#ports
    this.#partitions.set(number, new DiskPartition(number, { files, limits, log }))
  }

  batch(number: PartitionNumber, size: number): DiskPartition {
    const partition = this.#existing(number)
    this.#ports.flusher.unflushedBytes += size
    this.#written.push(partition)
    return partition
  }

  startOffset(number: PartitionNumber, offset: number): void {
    const partition = this.#existing(number)
    this.#deleteLater(partition, partition.moveStart(offset))
  }

  remove(number: PartitionNumber): void {
    const partition = this.#existing(number)
    this.#partitions.delete(number)
    partition.remove()
    this.#deletes.push(() => this.#ports.flusher.deletePartition(partition))
  }

  swap(index: number): void {
    const swap = this.#frame.swaps?.[index]
    if (swap === undefined) return
    const partition = this.#existing(swap.partition)
    const removed = swap.removed as Segment[]
    partition.swap(removed, swap.added as Segment[], swap.cleanedOffset)
    this.#deleteLater(partition, removed)
  }

  /** Frames are checked before they are staged. */
  #existing(number: PartitionNumber): DiskPartition {
    return this.#partitions.get(number) as DiskPartition
  }

  #deleteLater(partition: DiskPartition, segments: readonly Segment[]): void {
    if (segments.length > 0) this.#deletes.push(() => this.#ports.flusher.deleteSegments(partition, segments))
  }
}
