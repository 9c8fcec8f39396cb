import { Refusal } from '@millrace/kernel'
import { BatchHeader } from '../batch/header.ts'
import { readableRecords } from '../batch/readable.ts'
import { stampOffset } from '../batch/stamp.ts'
import { type CompactionRules, noteKeys, rewriteBatch } from '../compact/rewrite.ts'
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
import { LEADER_EPOCH } from '../epoch.ts'
import { Listeners } from '../partition/listeners.ts'
import { ProducerStates } from '../partition/producer-state.ts'
import { TransactionIndex } from '../partition/transaction-index.ts'

interface MemoryBatch {
  readonly bytes: Buffer
  readonly baseOffset: number
  readonly nextOffset: number
  readonly maxTimestamp: number
  readonly lsn: Lsn
}

/** One partition of the memory log: its batches in an array. Retention and compaction go batch by batch. */
export class MemoryPartition implements LogPartition {
  readonly number: PartitionNumber
  settings: PartitionSettings | undefined
  startOffset = 0
  nextOffset = 0
  highWatermark = 0
  sizeBytes = 0
  readonly #transactions = new TransactionIndex()
  readonly #producers = new ProducerStates(this.#transactions)
  readonly #listeners = new Listeners()
  #batches: MemoryBatch[] = []

  constructor(number: PartitionNumber) {
    this.number = number
  }

  get lastStableOffset(): number {
    return Math.max(this.startOffset, this.#transactions.lastStableOffset(this.highWatermark))
  }

  append(source: Uint8Array, lsn: Lsn): number {
    const bytes = Buffer.from(source)
    const baseOffset = this.nextOffset
    stampOffset(bytes, 0, baseOffset, LEADER_EPOCH)
    const header = new BatchHeader(bytes)
    this.#producers.apply(header)
    const { nextOffset, maxTimestamp } = header
    this.#batches.push({ bytes, baseOffset, nextOffset, maxTimestamp, lsn })
    this.nextOffset = nextOffset
    this.sizeBytes += bytes.length
    return baseOffset
  }

  moveStart(offset: number): void {
    if (offset <= this.startOffset) return
    this.startOffset = offset
    this.#keep(this.#batches.filter((batch) => batch.nextOffset > offset))
    this.#transactions.trim(offset)
  }

  /** Everything that was appended is durable. */
  advance(): void {
    const stable = this.lastStableOffset
    const before = this.highWatermark
    this.highWatermark = this.nextOffset
    this.#transactions.advance(this.highWatermark)
    if (this.highWatermark !== before || this.lastStableOffset !== stable) this.#listeners.call()
  }

  removed(): void {
    this.#listeners.call()
  }

  read({ from, upTo, maxBytes, atLeastOne }: ReadRequest): ReadResult {
    if (from < this.startOffset || from > this.nextOffset) {
      throw new Refusal(
        'OFFSET_OUT_OF_RANGE',
        `partition ${this.number} holds offsets ${this.startOffset} to ${this.nextOffset}, not ${from}`,
      )
    }
    const chunks: Buffer[] = []
    let bytes = 0
    let nextOffset = from
    for (const batch of this.#batches) {
      if (batch.nextOffset <= from) continue
      if (batch.baseOffset >= Math.min(upTo, this.highWatermark)) break
      if (bytes + batch.bytes.length > maxBytes && !(atLeastOne && bytes === 0)) break
      chunks.push(batch.bytes)
      bytes += batch.bytes.length
      nextOffset = batch.nextOffset
    }
    return { chunks, bytes, nextOffset }
  }

  lsnAt(offset: number): Promise<Lsn | undefined> {
    return Promise.resolve(this.#batches.find((batch) => batch.nextOffset > offset)?.lsn)
  }

  offsetForTimestamp(timestamp: number): Promise<TimestampedOffset | undefined> {
    return Promise.resolve(this.#find((found) => found >= timestamp))
  }

  maxTimestamp(): Promise<TimestampedOffset | undefined> {
    let max = -1
    this.#find((found) => {
      max = Math.max(max, found)
      return false
    })
    return Promise.resolve(max < 0 ? undefined : this.#find((found) => found === max))
  }

  abortedTransactions(from: number, to: number): readonly AbortedTransaction[] {
    return this.#transactions.aborted(from, to)
  }

  producer(id: number): ProducerEntry | undefined {
    return this.#producers.get(id)
  }

  producers(): readonly ProducerEntry[] {
    return this.#producers.all()
  }

  onAdvance(listener: () => void): () => void {
    return this.#listeners.add(listener)
  }

  /** Deletes by time and size; gives how many batches went. */
  expire(now: number): number {
    const { settings } = this
    if (settings === undefined || !settings.cleanup.delete) return 0
    const before = this.#batches.length
    let size = this.sizeBytes
    for (const batch of this.#batches) {
      const old = settings.retentionMs >= 0 && batch.maxTimestamp < now - settings.retentionMs
      const many = settings.retentionBytes >= 0 && size - batch.bytes.length >= settings.retentionBytes
      if (!old && !many) break
      size -= batch.bytes.length
      this.moveStart(batch.nextOffset)
    }
    return before - this.#batches.length
  }

  /** The last value of each key stays; the newest batch is left alone, as an active segment is. */
  compact(now: number): boolean {
    const { settings } = this
    if (settings === undefined || !settings.cleanup.compact) return false
    const end = Math.min(this.lastStableOffset, this.#batches.at(-1)?.baseOffset ?? 0)
    const latest = new Map<string, number>()
    const rules: CompactionRules = {
      now,
      deleteRetentionMs: settings.deleteRetentionMs,
      latestOffset: (key) => latest.get(key.toString('latin1')),
      isAborted: (id, offset) => this.#transactions.isAborted(id, offset),
      unreadable: passOver,
    }
    const cleanable = this.#batches.filter((batch) => batch.nextOffset <= end)
    for (const batch of cleanable) noteKeys(batch.bytes, rules, (key, at) => latest.set(key.toString('latin1'), at))
    const rewritten = cleanable.flatMap((batch) => {
      const bytes = rewriteBatch(batch.bytes, rules)
      return bytes === undefined ? [] : [{ ...batch, bytes }]
    })
    this.#keep([...rewritten, ...this.#batches.slice(cleanable.length)])
    return cleanable.length > 0
  }

  #keep(batches: MemoryBatch[]): void {
    this.#batches = batches
    this.sizeBytes = batches.reduce((sum, batch) => sum + batch.bytes.length, 0)
  }

  #durable(): readonly MemoryBatch[] {
    return this.#batches.filter((batch) => batch.nextOffset <= this.highWatermark)
  }

  #find(fits: (timestamp: number) => boolean): TimestampedOffset | undefined {
    for (const batch of this.#durable()) {
      for (const { offset, timestamp } of readableRecords(batch.bytes, passOver) ?? []) {
        if (offset >= this.startOffset && fits(timestamp)) return { offset, timestamp, leaderEpoch: LEADER_EPOCH }
      }
    }
    return undefined
  }
}

/** A model says nothing about batches that cannot be read. */
const passOver = (): void => undefined
