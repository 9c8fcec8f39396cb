import type { ReadRequest, ReadResult } from '../contract.ts'
import type { Chunk, TailBatch } from '../staging/chunk.ts'

/** Batches smaller than this on average are copied into one buffer: a socket takes few large pieces faster. */
const COPY_BELOW_BYTES = 4096
const COMPACT_AT = 1024

/** The newest batches of a partition, in memory: all that are not in segments yet, and some before them. */
export class Tail {
  #batches: TailBatch[] = []
  #head = 0
  /** Place of the first batch that is not in its segment. */
  #unflushed = 0

  /** Counts how often batches were forgotten: who read files meanwhile may have missed them. */
  forgotten = 0

  push(batch: TailBatch): void {
    this.#batches.push(batch)
  }

  /** First offset that is here; undefined when the tail is empty. */
  get firstOffset(): number | undefined {
    return this.#batches[this.#head]?.baseOffset
  }

  get unflushedCount(): number {
    return this.#batches.length - this.#unflushed
  }

  /** Batches that are not in segments and begin before `offset`. */
  unflushed(offset: number): TailBatch[] {
    let end = this.#unflushed
    while (end < this.#batches.length && (this.#batches[end] as TailBatch).baseOffset < offset) end++
    return this.#batches.slice(this.#unflushed, end)
  }

  /** The first `count` unflushed batches are in their segments now. */
  flushed(count: number): void {
    this.#unflushed += count
  }

  /** Forgets flushed batches that end at or before `offset`: compaction has rewritten them. */
  forget(offset: number): void {
    this.forgotten++
    while (this.#head < this.#unflushed && (this.#batches[this.#head] as TailBatch).nextOffset <= offset) this.#head++
  }

  /** Forgets the batches in a chunk, which is the oldest. */
  drop(chunk: Chunk): void {
    this.forgotten++
    while (this.#batches[this.#head]?.chunk === chunk) this.#head++
    if (this.#head < COMPACT_AT && this.#head < this.#batches.length) return
    this.#batches = this.#batches.slice(this.#head)
    this.#unflushed -= this.#head
    this.#head = 0
  }

  /** Whole batches from the one that holds `from` or is the next. */
  read({ from, upTo, maxBytes, atLeastOne }: ReadRequest): ReadResult {
    const first = this.#find(from)
    let end = first
    let bytes = 0
    let nextOffset = from
    for (; end < this.#batches.length; end++) {
      const batch = this.#batches[end] as TailBatch
      if (batch.baseOffset >= upTo) break
      if (bytes + batch.size > maxBytes && !(atLeastOne && bytes === 0)) break
      bytes += batch.size
      nextOffset = batch.nextOffset
    }
    return { chunks: this.#chunks(first, end, bytes), bytes, nextOffset }
  }

  /** The batch that holds `offset` or is the next. */
  at(offset: number): TailBatch | undefined {
    return this.#batches[this.#find(offset)]
  }

  #chunks(first: number, end: number, bytes: number): Buffer[] {
    const count = end - first
    if (count > 1 && bytes / count < COPY_BELOW_BYTES) return [this.#copied(first, end, bytes)]
    const chunks: Buffer[] = []
    for (let index = first; index < end; index++) {
      const { chunk, at, size } = this.#batches[index] as TailBatch
      chunk.lent = true
      chunks.push(chunk.buffer.subarray(at, at + size))
    }
    return chunks
  }

  #copied(first: number, end: number, bytes: number): Buffer {
    const copy = Buffer.allocUnsafe(bytes)
    let filled = 0
    for (let index = first; index < end; index++) {
      const { chunk, at, size } = this.#batches[index] as TailBatch
      chunk.buffer.copy(copy, filled, at, at + size)
      filled += size
    }
    return copy
  }

  #find(offset: number): number {
    let low = this.#head
    let high = this.#batches.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#batches[middle] as TailBatch).nextOffset <= offset) low = middle + 1
      else high = middle
    }
    return low
  }
}
