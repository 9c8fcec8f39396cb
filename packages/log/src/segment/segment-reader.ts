import { type DiskFile, Fault } from '@millrace/kernel'
import { crcHolds, wholeBatchAt } from '../batch/check.ts'
import { BatchHeader } from '../batch/header.ts'
import { HEADER_BYTES, LENGTH, LENGTH_OVERHEAD } from '../batch/layout.ts'
import type { Lsn, PartitionNumber, ReadRequest, ReadResult } from '../contract.ts'
import { LSN_ENTRY_BYTES, type Segment } from './segment.ts'
import { type SegmentFileKind, type SegmentFiles, segmentPath } from './segment-files.ts'
import { INDEX_ENTRY_BYTES, type IndexEntry, decodeIndex } from './sparse-index.ts'

const WINDOW_BYTES = 64 * 1024
const SCAN_BYTES = 1024 * 1024
const LSN_WINDOW_ENTRIES = 512

export interface SegmentRead extends ReadResult {
  /** The end of the segment's files was reached: what comes next is elsewhere. */
  readonly exhausted: boolean
}

/** A batch as a walk through a segment finds it. */
export interface FoundBatch {
  readonly bytes: Buffer
  readonly position: number
  readonly baseOffset: number
  readonly nextOffset: number
}

/** How far a window led. */
interface WalkStep {
  /** Bytes of the whole batches at its start. */
  readonly passed: number
  /** Bytes that a window has to have for the batch that comes next; of its header, when not even that was there. */
  readonly needed: number
}

/** Damage in a segment: where, and what to do. The partition goes offline. */
export class SegmentDamage extends Fault<'PARTITION_OFFLINE'> {
  constructor(path: string, position: number, what: string) {
    super(
      'PARTITION_OFFLINE',
      `${path} is damaged at byte ${position}: ${what}. Restore it from a backup, or delete the topic`,
    )
  }
}

/** Compaction or a delete took the segment away while it was read: look again at what is there. */
export class SegmentGone extends Error {
  override readonly name = 'SegmentGone'
}

/** Reads one partition's segments from their files. Whatever is read is checked, down to the CRC. */
export class SegmentReader {
  readonly #files: SegmentFiles
  readonly #partition: PartitionNumber
  readonly #indexIntervalBytes: number
  readonly #loading = new Map<Segment, Promise<void>>()

  constructor(files: SegmentFiles, partition: PartitionNumber, indexIntervalBytes: number) {
    this.#files = files
    this.#partition = partition
    this.#indexIntervalBytes = indexIntervalBytes
  }

  /** As `LogPartition.read`, within one segment. */
  async read(segment: Segment, request: ReadRequest): Promise<SegmentRead> {
    await this.loadIndex(segment)
    return this.#use(segment, 'log', async (file) => {
      let position = segment.index.forOffset(request.from)?.position ?? 0
      let wanted = Math.max(WINDOW_BYTES, request.maxBytes + this.#indexIntervalBytes)
      for (;;) {
        // The file may grow while it is read: what is judged is what was there before.
        const end = segment.writtenBytes
        const window = await file.read(position, Math.min(wanted, end - position))
        const step = this.#select(segment, window, { position, end }, request)
        if ('result' in step) return step.result
        position += step.passed
        if (position >= end) return { chunks: [], bytes: 0, nextOffset: request.from, exhausted: true }
        this.#assertReached(segment, window, position, step, wanted)
        wanted = Math.max(wanted, step.needed)
      }
    })
  }

  /** Every batch of the segment from `position` on, in order; the buffers are the caller's. */
  async *batches(segment: Segment, position = 0): AsyncGenerator<FoundBatch> {
    let wanted = SCAN_BYTES
    while (position < segment.writtenBytes) {
      const length = Math.min(wanted, segment.writtenBytes - position)
      const at = position
      const window = await this.#use(segment, 'log', (file) => file.read(at, length))
      const found = this.#walk(segment, window, position)
      for (const batch of found.batches) yield batch
      position += found.passed
      this.#assertReached(segment, window, position, found, wanted)
      wanted = Math.max(SCAN_BYTES, found.needed)
    }
  }

  /** Brings in the part of the index that lies in the file, or makes it anew from the segment. */
  async loadIndex(segment: Segment): Promise<void> {
    if (segment.index.missing === 0) return
    let loading = this.#loading.get(segment)
    if (loading === undefined) {
      loading = this.#load(segment).finally(() => this.#loading.delete(segment))
      this.#loading.set(segment, loading)
    }
    await loading
  }

  /** The sequence number of the batch that holds `offset` or is the next after it. */
  async lsnAt(segment: Segment, offset: number): Promise<Lsn | undefined> {
    // Its files are not there yet.
    if (segment.writtenBatches === 0) return undefined
    await this.loadIndex(segment)
    const first = segment.index.forOffset(offset)?.batchNumber ?? 0
    return this.#use(segment, 'lsn', async (file) => {
      for (let number = first; number < segment.writtenBatches; number += LSN_WINDOW_ENTRIES) {
        const found = await this.#lsnWithin(file, segment, number, offset)
        if (found !== undefined) return found
      }
      return undefined
    })
  }

  async #lsnWithin(file: DiskFile, segment: Segment, number: number, offset: number): Promise<Lsn | undefined> {
    const count = Math.min(LSN_WINDOW_ENTRIES, segment.writtenBatches - number)
    const bytes = await file.read(number * LSN_ENTRY_BYTES, count * LSN_ENTRY_BYTES)
    for (let at = 0; at + LSN_ENTRY_BYTES <= bytes.length; at += LSN_ENTRY_BYTES) {
      if (segment.baseOffset + bytes.readUInt32BE(at) >= offset) {
        return bytes.readUInt32BE(at + 4) * 2 ** 32 + bytes.readUInt32BE(at + 8)
      }
    }
    return undefined
  }

  async #load(segment: Segment): Promise<void> {
    const { missing } = segment.index
    const bytes = await this.#indexBytes(segment, missing * INDEX_ENTRY_BYTES)
    const entries = decodeIndex(bytes, segment.baseOffset, segment.bytes)
    const whole = entries?.length === missing && (await this.#leadsToBatch(segment, entries.at(-1)))
    segment.index.complete(whole ? entries : await this.#rebuild(segment))
  }

  async #indexBytes(segment: Segment, length: number): Promise<Buffer> {
    try {
      return await this.#use(segment, 'index', (file) => file.read(0, length))
    } catch (error) {
      // An index that is not there is made anew.
      if (error instanceof SegmentDamage) return Buffer.alloc(0)
      throw error
    }
  }

  /** One look at the segment is enough to tell an index of another file from its own. */
  async #leadsToBatch(segment: Segment, entry: IndexEntry | undefined): Promise<boolean> {
    if (entry === undefined) return false
    const bytes = await this.#use(segment, 'log', (file) => file.read(entry.position, HEADER_BYTES))
    return bytes.length === HEADER_BYTES && new BatchHeader(bytes).baseOffset === entry.baseOffset
  }

  async #rebuild(segment: Segment): Promise<IndexEntry[]> {
    // What was appended since the start has entries in memory: the new index ends where they begin.
    const end = segment.index.firstPosition ?? Infinity
    const entries: IndexEntry[] = []
    let batchNumber = 0
    let maxTimestampBefore = -1
    for await (const { bytes, position, baseOffset } of this.batches(segment)) {
      if (position >= end) break
      const last = entries.at(-1)
      if (last === undefined || position - last.position >= this.#indexIntervalBytes) {
        entries.push({ baseOffset, position, batchNumber, maxTimestampBefore })
      }
      batchNumber++
      maxTimestampBefore = Math.max(maxTimestampBefore, new BatchHeader(bytes).maxTimestamp)
    }
    return entries
  }

  #select(
    segment: Segment,
    window: Buffer,
    { position, end }: { readonly position: number; readonly end: number },
    { from, upTo, maxBytes, atLeastOne }: ReadRequest,
  ): { readonly result: SegmentRead } | WalkStep {
    const walk = this.#walk(segment, window, position)
    let bytes = 0
    let begin = -1
    let nextOffset = from
    for (const batch of walk.batches) {
      if (batch.nextOffset <= from) continue
      const full = bytes + batch.bytes.length > maxBytes && !(atLeastOne && bytes === 0)
      if (batch.baseOffset >= upTo || full) return { result: cut(window, begin, bytes, nextOffset, false) }
      if (begin < 0) begin = batch.position - position
      bytes += batch.bytes.length
      nextOffset = batch.nextOffset
    }
    if (begin < 0) return walk
    return { result: cut(window, begin, bytes, nextOffset, position + walk.passed >= end) }
  }

  /** A window that was as long as it had to be, and yet ends within its first batch, is the end of the file. */
  #assertReached(
    segment: Segment,
    window: Buffer,
    position: number,
    { passed, needed }: WalkStep,
    wanted: number,
  ): void {
    if (passed === 0 && wanted >= needed && window.length < needed) {
      throw this.#damage(segment, position, 'the file ends within a batch')
    }
  }

  /** The whole batches at the start of a window, each one checked. */
  #walk(segment: Segment, window: Buffer, position: number): WalkStep & { readonly batches: FoundBatch[] } {
    const batches: FoundBatch[] = []
    const header = new BatchHeader(window)
    let at = 0
    let before = segment.baseOffset
    while (window.length - at >= HEADER_BYTES) {
      const size = window.readInt32BE(at + LENGTH) + LENGTH_OVERHEAD
      const whole = wholeBatchAt(window, at)
      if (whole === undefined && (size < HEADER_BYTES || position + at + size > segment.writtenBytes)) {
        throw this.#damage(segment, position + at, `a batch of ${size} bytes cannot be there`)
      }
      if (whole === undefined && window.length - at >= size)
        throw this.#damage(segment, position + at, 'no record batch')
      if (whole === undefined) return { batches, passed: at, needed: size }
      const { baseOffset, nextOffset } = header.over(window, at)
      if (baseOffset < before || nextOffset > segment.nextOffset) {
        throw this.#damage(segment, position + at, `offset ${baseOffset} is out of order`)
      }
      if (!crcHolds(window, at, size))
        throw this.#damage(segment, position + at, `CRC of offset ${baseOffset} is wrong`)
      batches.push({ bytes: window.subarray(at, at + size), position: position + at, baseOffset, nextOffset })
      before = nextOffset
      at += size
    }
    return { batches, passed: at, needed: HEADER_BYTES }
  }

  #path(segment: Segment): string {
    return segmentPath(this.#partition, segment, 'log')
  }

  async #use<T>(segment: Segment, kind: SegmentFileKind, work: (file: DiskFile) => Promise<T>): Promise<T> {
    const path = segmentPath(this.#partition, segment, kind)
    try {
      return await this.#files.use(path, work)
    } catch (error) {
      if (segment.dropped) throw new SegmentGone(path)
      if (error instanceof Fault && error.code === 'ENOENT') throw new SegmentDamage(path, 0, 'it is missing')
      throw error
    }
  }

  #damage(segment: Segment, position: number, what: string): Error {
    const path = this.#path(segment)
    return segment.dropped ? new SegmentGone(path) : new SegmentDamage(path, position, what)
  }
}

function cut(window: Buffer, begin: number, bytes: number, nextOffset: number, exhausted: boolean): SegmentRead {
  const chunks = begin < 0 ? [] : [window.subarray(begin, begin + bytes)]
  return { chunks, bytes, nextOffset, exhausted }
}
