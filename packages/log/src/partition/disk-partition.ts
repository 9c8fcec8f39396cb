import { Fault, type LogPort, Refusal } from '@millrace/kernel'
import type { BatchHeader } from '../batch/header.ts'
import type {
  AbortedTransaction,
  LogPartition,
  Lsn,
  PartitionNumber,
  PartitionSettings,
  ProducerEntry,
  ReadRequest,
  ReadResult,
  TimestampedOffset,
} from '../contract.ts'
import type { LogLimits } from '../limits.ts'
import { Segment } from '../segment/segment.ts'
import type { SegmentFiles } from '../segment/segment-files.ts'
import { SegmentDamage, SegmentGone, SegmentReader } from '../segment/segment-reader.ts'
import type { Chunk } from '../staging/chunk.ts'
import { Gathered } from './gathered.ts'
import { Listeners } from './listeners.ts'
import { ProducerStates } from './producer-state.ts'
import { Tail } from './tail.ts'
import { findMaxTimestamp, findTimestamp } from './timestamps.ts'
import { TransactionIndex } from './transaction-index.ts'

/** Where a batch lies that is being appended or replayed. */
export interface BatchPlace {
  readonly chunk: Chunk
  readonly at: number
  readonly size: number
  readonly lsn: Lsn
}

export interface DiskPartitionPorts {
  readonly files: SegmentFiles
  readonly limits: LogLimits
  readonly log: LogPort
}

const LONGEST_SEGMENT_BYTES = 2 ** 32 - 1
const LARGEST_OFFSET_DELTA = 2 ** 32 - 1
const READ_ATTEMPTS = 8

/** One partition of the disk log: its segments, its tail, its producers. Decides nothing about durability. */
export class DiskPartition implements LogPartition {
  readonly number: PartitionNumber
  readonly transactions = new TransactionIndex()
  readonly producerStates = new ProducerStates(this.transactions)
  readonly tail = new Tail()
  readonly reader: SegmentReader
  readonly listeners = new Listeners()
  readonly #limits: LogLimits
  settings: PartitionSettings | undefined
  segments: Segment[] = []
  startOffset = 0
  nextOffset = 0
  highWatermark = 0
  sizeBytes = 0
  /** Where compaction goes on: everything before is one value a key already. */
  cleanedOffset = 0
  /** Frames up to here are in this state: replay passes over them. */
  stateLsn: Lsn = 0
  /** The group commit that has its batches, and its next offset when that was sealed. */
  groupNumber = -1
  sealedOffset = 0
  /** Why it takes and gives nothing any more. */
  offline: string | undefined
  removed = false
  /** Its batches that wait for segments have been announced to the flusher. */
  waitsForFlush = false
  /** The cleaner knows that it has new bytes. */
  noted = false
  /** Its directory is there. */
  hasDirectory = false

  readonly #log: LogPort
  #warned = false

  constructor(number: PartitionNumber, { files, limits, log }: DiskPartitionPorts) {
    this.number = number
    this.#limits = limits
    this.#log = log
    this.reader = new SegmentReader(files, number, limits.indexIntervalBytes)
  }

  get lastStableOffset(): number {
    return Math.max(this.startOffset, this.transactions.lastStableOffset(this.highWatermark))
  }

  /** Whether the next batch has to begin a new segment. */
  beginsSegment(header: BatchHeader, size: number): boolean {
    const active = this.segments.at(-1)
    if (active === undefined) return true
    const segmentBytes = this.settings?.segmentBytes ?? this.#limits.segmentBytes
    const segmentMs = longestSegmentMs(this.settings)
    return (
      active.bytes + size > Math.min(segmentBytes, LONGEST_SEGMENT_BYTES) ||
      this.nextOffset + header.lastOffsetDelta - active.baseOffset > LARGEST_OFFSET_DELTA ||
      (segmentMs >= 0 && active.firstTimestamp >= 0 && header.maxTimestamp - active.firstTimestamp > segmentMs)
    )
  }

  /** Takes in a batch that has been stamped with `nextOffset`. */
  take(header: BatchHeader, place: BatchPlace, beginsSegment: boolean): void {
    if (beginsSegment) this.segments.push(new Segment(header.baseOffset))
    const segment = this.segments.at(-1) as Segment
    const { baseOffset, nextOffset } = header
    const position = segment.add(header, place.size, this.#limits.indexIntervalBytes)
    this.producerStates.apply(header)
    const { chunk, at, size, lsn } = place
    this.tail.push({ chunk, at, size, baseOffset, nextOffset, lsn, segment, position })
    chunk.unflushedBytes += size
    chunk.partitions.add(this)
    this.nextOffset = nextOffset
    this.sizeBytes += size
  }

  /** It is deleted: nothing more is written to its segments, and who reads them meanwhile finds nothing. */
  remove(): void {
    this.removed = true
    for (const segment of this.segments) segment.dropped = true
  }

  /** Moves the start forward; gives the segments that are not needed any more. */
  moveStart(offset: number): Segment[] {
    if (offset <= this.startOffset) return []
    this.startOffset = offset
    this.transactions.trim(offset)
    const dropped = this.segments.filter((segment) => segment.nextOffset <= offset)
    this.#drop(dropped)
    return dropped
  }

  /** Compaction: these segments are replaced by others that hold the rest of them. */
  swap(removed: readonly Segment[], added: readonly Segment[], cleanedOffset: number): void {
    const at = removed.length === 0 ? this.segments.length : this.segments.indexOf(removed[0] as Segment)
    this.#drop(removed)
    this.tail.forget(removed.at(-1)?.nextOffset ?? 0)
    this.segments.splice(at, 0, ...added)
    for (const segment of added) this.sizeBytes += segment.bytes
    this.cleanedOffset = Math.max(this.cleanedOffset, cleanedOffset)
  }

  /** Everything up to `offset` is durable. */
  advance(offset: number): void {
    const stable = this.lastStableOffset
    const moved = offset > this.highWatermark
    if (moved) this.highWatermark = offset
    this.transactions.advance(this.highWatermark)
    if (moved || this.lastStableOffset !== stable || this.removed) this.listeners.call()
  }

  dropFromTail(chunk: Chunk): void {
    this.tail.drop(chunk)
  }

  takeOffline(reason: string): void {
    if (this.offline !== undefined) return
    this.offline = reason
    this.#log.error({ partition: this.number }, `a partition is offline: ${reason}`)
  }

  /** A batch with a right CRC holds what nobody can read: it is passed over, and the first of them is told. */
  warnOfBatch(baseOffset: number, why: string): void {
    if (this.#warned) return
    this.#warned = true
    this.#log.warn({ partition: this.number, offset: baseOffset }, `a batch is passed over: ${why}`)
  }

  assertOnline(): void {
    if (this.offline !== undefined) throw new Fault('PARTITION_OFFLINE', this.offline)
  }

  read(request: ReadRequest): ReadResult | Promise<ReadResult> {
    this.assertOnline()
    const { from } = request
    this.#assertInRange(from)
    const upTo = Math.min(request.upTo, this.highWatermark)
    if (from >= upTo) return { chunks: [], bytes: 0, nextOffset: from }
    const inMemory = this.tail.firstOffset
    if (inMemory !== undefined && from >= inMemory) return this.tail.read({ ...request, upTo })
    return this.#readFiles({ ...request, upTo })
  }

  async lsnAt(offset: number): Promise<Lsn | undefined> {
    if (offset >= this.highWatermark) return undefined
    const inMemory = this.tail.firstOffset
    if (inMemory === undefined || offset < inMemory) {
      for (const segment of this.#from(offset)) {
        const found = await this.guarded(undefined, () => this.reader.lsnAt(segment, offset))
        if (found !== undefined) return found
      }
    }
    return this.tail.at(offset)?.lsn
  }

  offsetForTimestamp(timestamp: number): Promise<TimestampedOffset | undefined> {
    return this.guarded(undefined, () => findTimestamp(this, timestamp))
  }

  maxTimestamp(): Promise<TimestampedOffset | undefined> {
    return this.guarded(undefined, () => findMaxTimestamp(this))
  }

  abortedTransactions(from: number, to: number): readonly AbortedTransaction[] {
    return this.transactions.aborted(from, to)
  }

  producer(id: number): ProducerEntry | undefined {
    return this.producerStates.get(id)
  }

  producers(): readonly ProducerEntry[] {
    return this.producerStates.all()
  }

  onAdvance(listener: () => void): () => void {
    return this.listeners.add(listener)
  }

  /**
   * Damage that is met while reading takes the partition offline: nobody is served from a file that lies. A segment
   * that was taken away meanwhile is no damage: then `work` begins again with what is there now; `gone` is for a
   * partition that was removed.
   */
  async guarded<T>(gone: T, work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      if (this.removed) return gone
      this.assertOnline()
      try {
        return await work()
      } catch (error) {
        if (error instanceof SegmentDamage) this.takeOffline(error.message)
        if (!(error instanceof SegmentGone) || attempt === READ_ATTEMPTS) throw error
      }
    }
  }

  #assertInRange(from: number): void {
    if (from >= this.startOffset && from <= this.nextOffset) return
    throw new Refusal(
      'OFFSET_OUT_OF_RANGE',
      `partition ${this.number} holds offsets ${this.startOffset} to ${this.nextOffset}, not ${from}`,
    )
  }

  async #readFiles(request: ReadRequest): Promise<ReadResult> {
    return this.guarded({ chunks: [], bytes: 0, nextOffset: request.from }, async () => {
      const gathered = new Gathered(request)
      for (let attempt = 0; attempt < READ_ATTEMPTS; attempt++) {
        if (gathered.isEmpty) this.#assertInRange(request.from)
        if (await this.#gather(gathered)) break
      }
      // When the disk is that much faster than we are the caller asks again, as after any short read.
      return gathered.result
    })
  }

  /** From the segments that hold the range, and from the tail where they end; false when that moved meanwhile. */
  async #gather(gathered: Gathered): Promise<boolean> {
    const { forgotten } = this.tail
    for (const segment of this.#from(gathered.left.from)) {
      const { from } = gathered.left
      const inMemory = this.tail.firstOffset
      if (inMemory !== undefined && (segment.baseOffset >= inMemory || from >= inMemory)) break
      const read = await this.reader.read(segment, gathered.left)
      gathered.take(read)
      if (!read.exhausted || gathered.left.from >= gathered.left.upTo) return true
    }
    // Batches that went from the tail to the files behind our back lie before what the tail has now.
    if (this.tail.forgotten !== forgotten) return false
    gathered.take(this.tail.read(gathered.left))
    return true
  }

  /** Segments that may hold `offset` or more, as they are now. */
  #from(offset: number): Segment[] {
    let low = 0
    let high = this.segments.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.segments[middle] as Segment).nextOffset <= offset) low = middle + 1
      else high = middle
    }
    return this.segments.slice(low)
  }

  #drop(dropped: readonly Segment[]): void {
    for (const segment of dropped) {
      segment.dropped = true
      this.sizeBytes -= segment.bytes
    }
    this.segments = this.segments.filter((segment) => !segment.dropped)
  }
}

/** A segment that is not compacted while it is the newest ends before its records have waited too long (KIP-354). */
function longestSegmentMs(settings: PartitionSettings | undefined): number {
  if (settings === undefined) return -1
  const { segmentMs, maxCompactionLagMs, cleanup } = settings
  if (!cleanup.compact || maxCompactionLagMs <= 0) return segmentMs
  return segmentMs < 0 ? maxCompactionLagMs : Math.min(segmentMs, maxCompactionLagMs)
}
