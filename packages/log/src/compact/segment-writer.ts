import type { BatchHeader } from '../batch/header.ts'
import type { Lsn } from '../contract.ts'
import type { LogLimits } from '../limits.ts'
import type { DiskPartition } from '../partition/disk-partition.ts'
import type { Flusher } from '../segment/flusher.ts'
import { LSN_ENTRY_BYTES, Segment } from '../segment/segment.ts'
import { type SegmentFileKind, type SegmentFiles, segmentPath } from '../segment/segment-files.ts'

const BUFFERED_BYTES = 1024 * 1024

export interface SegmentWriterPorts {
  readonly limits: LogLimits
  readonly files: SegmentFiles
  readonly flusher: Flusher
}

/** Writes the segments that compaction makes, and syncs them. */
export class SegmentWriter {
  readonly #ports: SegmentWriterPorts
  readonly #partition: DiskPartition
  readonly #segmentBytes: number
  readonly #finished: Segment[] = []
  #segment: Segment | undefined
  #batches: Buffer[] = []
  #lsns: Buffer[] = []
  #bufferedBytes = 0

  constructor(ports: SegmentWriterPorts, partition: DiskPartition, segmentBytes: number) {
    this.#ports = ports
    this.#partition = partition
    this.#segmentBytes = segmentBytes
  }

  /** Adds a batch that comes from `source`. */
  async add(header: BatchHeader, lsn: Lsn, source: Segment): Promise<void> {
    const size = header.sizeBytes
    if (this.#segment !== undefined && this.#segment.bytes + size > this.#segmentBytes) await this.#close()
    // The new file is named after the segment it came from, one generation later.
    this.#segment ??= new Segment(
      this.#finished.length === 0 ? source.baseOffset : header.baseOffset,
      source.generation + 1,
    )
    const segment = this.#segment
    segment.add(header, size, this.#ports.limits.indexIntervalBytes)
    // The bytes are copied: the window that they lie in goes on.
    this.#batches.push(Buffer.from(header.buffer.subarray(header.at, header.at + size)))
    this.#lsns.push(lsnEntry(segment.nextOffset - 1 - segment.baseOffset, lsn))
    this.#bufferedBytes += size
    if (this.#bufferedBytes >= BUFFERED_BYTES) await this.#write(segment)
  }

  /** Ends the last segment at `nextOffset`; gives them all, durable. */
  async finish(nextOffset: number): Promise<Segment[]> {
    const last = this.#segment
    await this.#close()
    if (last !== undefined) last.nextOffset = nextOffset
    if (this.#finished.length > 0) {
      // Now that the files are there: a checkpoint meanwhile may have synced the directory without them.
      await this.#ports.flusher.prepareDirectory(this.#partition)
      await this.#ports.flusher.syncDirectories()
    }
    return this.#finished
  }

  /** Deletes what was written, unless it was swapped in. */
  async abandon(): Promise<void> {
    const all = this.#segment === undefined ? this.#finished : [...this.#finished, this.#segment]
    const used = new Set(this.#partition.segments)
    await this.#ports.flusher.deleteSegments(
      this.#partition,
      all.filter((segment) => !used.has(segment)),
    )
  }

  async #close(): Promise<void> {
    const segment = this.#segment
    if (segment === undefined) return
    await this.#write(segment)
    const { index } = segment
    const entries = index.unsaved(segment.baseOffset)
    index.savedCount = index.count
    await this.#use(segment, 'index', (file) => file.write(0, [entries]))
    for (const kind of ['log', 'lsn'] as const) await this.#use(segment, kind, (file) => file.sync())
    this.#finished.push(segment)
    this.#segment = undefined
  }

  async #write(segment: Segment): Promise<void> {
    if (segment.writtenBytes === 0) await this.#ports.flusher.prepareDirectory(this.#partition)
    const batches = this.#batches
    const lsns = this.#lsns
    this.#batches = []
    this.#lsns = []
    this.#bufferedBytes = 0
    await this.#use(segment, 'log', (file) => file.write(segment.writtenBytes, [Buffer.concat(batches)]))
    await this.#use(segment, 'lsn', (file) =>
      file.write(segment.writtenBatches * LSN_ENTRY_BYTES, [Buffer.concat(lsns)]),
    )
    segment.writtenBytes = segment.bytes
    segment.writtenBatches = segment.batchCount
  }

  #use(segment: Segment, kind: SegmentFileKind, work: Parameters<SegmentFiles['use']>[1]): Promise<unknown> {
    return this.#ports.files.use(segmentPath(this.#partition.number, segment, kind), work, true)
  }
}

function lsnEntry(offsetDelta: number, lsn: Lsn): Buffer {
  const entry = Buffer.allocUnsafe(LSN_ENTRY_BYTES)
  entry.writeUInt32BE(offsetDelta)
  entry.writeUInt32BE(Math.floor(lsn / 2 ** 32), 4)
  entry.writeUInt32BE(lsn >>> 0, 8)
  return entry
}
