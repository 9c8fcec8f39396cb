import type { Disk } from '@millrace/kernel'
import type { DiskPartition } from '../partition/disk-partition.ts'
import type { TailBatch } from '../staging/chunk.ts'
import { LSN_ENTRY_BYTES, type Segment } from './segment.ts'
import {
  PARTITIONS_DIRECTORY,
  SEGMENT_FILE_KINDS,
  type SegmentFileKind,
  type SegmentFiles,
  partitionDirectory,
  segmentPath,
} from './segment-files.ts'
import { INDEX_ENTRY_BYTES } from './sparse-index.ts'

const COPY_BELOW_BYTES = 4096

/**
 * Writes durable batches into segments, behind the write-ahead log and off the path of acknowledgements. Nothing is
 * synced here; a checkpoint does that. Deletes go through the same queue, so that nobody writes to what is gone.
 */
export class Flusher {
  readonly #disk: Disk
  readonly #files: SegmentFiles
  /** Partitions with batches to write. */
  #waiting: DiskPartition[] = []
  /** Segments with bytes that have not been synced, and their partitions. */
  readonly #dirty = new Map<Segment, DiskPartition>()
  readonly #dirtyDirectories = new Set<string>()
  #queue: Promise<void> = Promise.resolve()
  unflushedBytes = 0

  constructor(disk: Disk, files: SegmentFiles) {
    this.#disk = disk
    this.#files = files
  }

  /** The partition has got batches that will have to be written. */
  note(partition: DiskPartition): void {
    if (partition.waitsForFlush) return
    partition.waitsForFlush = true
    this.#waiting.push(partition)
  }

  /** Writes every batch that is durable now. */
  flush(): Promise<void> {
    return this.#next(async () => {
      const partitions = this.#waiting
      this.#waiting = []
      for (const [index, partition] of partitions.entries()) {
        partition.waitsForFlush = false
        try {
          await this.#flushPartition(partition)
        } catch (error) {
          // What was not written is tried again with the next round.
          for (const left of partitions.slice(index)) this.note(left)
          throw error
        }
        if (partition.tail.unflushedCount > 0) this.note(partition)
      }
    })
  }

  /** Makes durable what has been written to segments. */
  sync(): Promise<void> {
    return this.#next(async () => {
      for (const [segment, partition] of this.#dirty) {
        this.#dirty.delete(segment)
        if (segment.dropped || partition.removed) continue
        await this.#files.use(segmentPath(partition.number, segment, 'log'), (file) => file.sync())
        await this.#files.use(segmentPath(partition.number, segment, 'lsn'), (file) => file.sync())
      }
      await this.#syncDirectories()
    })
  }

  /** Makes the names of files durable that were made since the last time. */
  syncDirectories(): Promise<void> {
    return this.#next(() => this.#syncDirectories())
  }

  /** Deletes the files of segments that were dropped. */
  deleteSegments(partition: DiskPartition, segments: readonly Segment[]): Promise<void> {
    return this.#next(async () => {
      for (const segment of segments) {
        for (const kind of SEGMENT_FILE_KINDS) await this.#files.remove(segmentPath(partition.number, segment, kind))
      }
    })
  }

  /** Deletes all files of a partition that was removed. */
  deletePartition(partition: DiskPartition): Promise<void> {
    return this.#next(async () => {
      for (const segment of partition.segments) {
        for (const kind of SEGMENT_FILE_KINDS) await this.#files.remove(segmentPath(partition.number, segment, kind))
      }
      this.#dirtyDirectories.delete(partitionDirectory(partition.number))
      await this.#disk.remove(partitionDirectory(partition.number))
    })
  }

  /** Makes the partition's directory, and lets the next sync make its names durable. */
  async prepareDirectory(partition: DiskPartition): Promise<void> {
    const directory = partitionDirectory(partition.number)
    if (!partition.hasDirectory) {
      await this.#disk.makeDirectory(directory)
      partition.hasDirectory = true
      this.#dirtyDirectories.add(PARTITIONS_DIRECTORY)
    }
    this.#dirtyDirectories.add(directory)
  }

  async #syncDirectories(): Promise<void> {
    for (const directory of this.#dirtyDirectories) {
      this.#dirtyDirectories.delete(directory)
      await this.#disk.syncDirectory(directory)
    }
  }

  #next(work: () => Promise<void>): Promise<void> {
    const turn = this.#queue.then(work)
    this.#queue = turn.catch(() => undefined)
    return turn
  }

  async #flushPartition(partition: DiskPartition): Promise<void> {
    for (;;) {
      const batches = partition.tail.unflushed(partition.highWatermark)
      const [first] = batches
      if (first === undefined) return
      const { segment } = first
      const end = batches.findIndex((batch) => batch.segment !== segment)
      const run = end < 0 ? batches : batches.slice(0, end)
      const skipped = segment.dropped || partition.removed || segment.damage !== undefined
      if (!skipped) await this.#writeRun(partition, segment, run)
      partition.tail.flushed(run.length)
      for (const { chunk, size } of run) {
        chunk.unflushedBytes -= size
        this.unflushedBytes -= size
      }
    }
  }

  async #writeRun(partition: DiskPartition, segment: Segment, run: readonly TailBatch[]): Promise<void> {
    if (segment.writtenBytes === 0) await this.prepareDirectory(partition)
    const write = (kind: SegmentFileKind, position: number, chunks: readonly Uint8Array[]): Promise<void> =>
      this.#files.use(segmentPath(partition.number, segment, kind), (file) => file.write(position, chunks), true)
    const first = run[0] as TailBatch
    const last = run.at(-1) as TailBatch
    await write('log', first.position, pieces(run))
    await write('lsn', segment.writtenBatches * LSN_ENTRY_BYTES, [lsnEntries(segment, run)])
    await this.#writeIndex(segment, write)
    segment.writtenBytes = last.position + last.size
    segment.writtenBatches += run.length
    this.#dirty.set(segment, partition)
  }

  async #writeIndex(
    segment: Segment,
    write: (kind: SegmentFileKind, position: number, chunks: readonly Uint8Array[]) => Promise<void>,
  ): Promise<void> {
    const { index } = segment
    const entries = index.unsaved(segment.baseOffset)
    if (entries.length === 0) return
    const position = index.savedCount * INDEX_ENTRY_BYTES
    index.savedCount += entries.length / INDEX_ENTRY_BYTES
    await write('index', position, [entries])
  }
}

function pieces(run: readonly TailBatch[]): Buffer[] {
  let bytes = 0
  for (const { size } of run) bytes += size
  if (bytes / run.length >= COPY_BELOW_BYTES) {
    return run.map(({ chunk, at, size }) => chunk.buffer.subarray(at, at + size))
  }
  const copy = Buffer.allocUnsafe(bytes)
  let filled = 0
  for (const { chunk, at, size } of run) filled += chunk.buffer.copy(copy, filled, at, at + size)
  return [copy]
}

function lsnEntries(segment: Segment, run: readonly TailBatch[]): Buffer {
  const entries = Buffer.allocUnsafe(run.length * LSN_ENTRY_BYTES)
  let at = 0
  for (const { nextOffset, lsn } of run) {
    entries.writeUInt32BE(nextOffset - 1 - segment.baseOffset, at)
    entries.writeUInt32BE(Math.floor(lsn / 2 ** 32), at + 4)
    entries.writeUInt32BE(lsn >>> 0, at + 8)
    at += LSN_ENTRY_BYTES
  }
  return entries
}
