import { invariant } from '@millrace/kernel'
import type { AbortedTransaction } from '../contract.ts'

interface Ending {
  readonly firstOffset: number
  readonly markerOffset: number
}

/** An aborted transaction, and the last stable offset right after its marker: where a search may stop. */
export interface IndexedAbort extends AbortedTransaction {
  readonly lastStableOffset: number
}

/**
 * The transactions of one partition: which are open, which end in a marker that is not durable yet, which were
 * aborted. A marker moves the last stable offset only when it is durable, or a reader would see what a crash undoes.
 */
export class TransactionIndex {
  /** First offset by producer; in order of the first offsets, because offsets grow. */
  readonly #open = new Map<number, number>()
  #ending: Ending[] = []
  #aborted: IndexedAbort[] = []

  begin(producerId: number, firstOffset: number): void {
    this.#open.set(producerId, firstOffset)
  }

  end(producerId: number, markerOffset: number, aborted: boolean): void {
    const firstOffset = this.#open.get(producerId)
    invariant(firstOffset !== undefined, 'a transaction that ends has begun', `producer ${producerId}`)
    this.#open.delete(producerId)
    this.#ending.push({ firstOffset, markerOffset })
    if (!aborted) return
    const lastStableOffset = this.#firstOpen() ?? markerOffset + 1
    this.#aborted.push({ producerId, firstOffset, lastOffset: markerOffset, lastStableOffset })
  }

  /** Offset up to which everything is decided, at most `highWatermark`. */
  lastStableOffset(highWatermark: number): number {
    let stable = Math.min(highWatermark, this.#firstOpen() ?? highWatermark)
    for (const ending of this.#ending) {
      if (ending.markerOffset >= highWatermark) stable = Math.min(stable, ending.firstOffset)
    }
    return stable
  }

  /** First offset of the oldest open transaction, durable or not. */
  get firstUnstable(): number | undefined {
    return this.#firstOpen()
  }

  /** Forgets endings whose markers have become durable. */
  advance(highWatermark: number): void {
    if (this.#ending.length === 0) return
    this.#ending = this.#ending.filter((ending) => ending.markerOffset >= highWatermark)
  }

  /** Aborted transactions that overlap [from, to), in the order of their markers. */
  aborted(from: number, to: number): readonly AbortedTransaction[] {
    const found: AbortedTransaction[] = []
    for (let index = this.#firstEndingAt(from); index < this.#aborted.length; index++) {
      const { producerId, firstOffset, lastOffset, lastStableOffset } = this.#aborted[index] as IndexedAbort
      if (firstOffset < to) found.push({ producerId, firstOffset, lastOffset })
      // Everything below was decided by then: no later marker can belong to the range.
      if (lastStableOffset >= to) break
    }
    return found
  }

  /** Whether a record of a transaction of this producer was aborted. */
  isAborted(producerId: number, offset: number): boolean {
    for (let index = this.#firstEndingAt(offset); index < this.#aborted.length; index++) {
      const abort = this.#aborted[index] as IndexedAbort
      if (abort.producerId === producerId && abort.firstOffset <= offset) return true
      if (abort.lastStableOffset > offset) break
    }
    return false
  }

  /** Forgets aborts that end before `startOffset`. */
  trim(startOffset: number): void {
    const keep = this.#firstEndingAt(startOffset)
    if (keep > 0) this.#aborted = this.#aborted.slice(keep)
  }

  /** For a checkpoint. */
  abortedIndex(): readonly IndexedAbort[] {
    return this.#aborted
  }

  restoreAborted(aborted: readonly IndexedAbort[]): void {
    this.#aborted = [...aborted]
  }

  #firstOpen(): number | undefined {
    for (const offset of this.#open.values()) return offset
    return undefined
  }

  /** Place of the first abort whose marker is at or after `offset`. */
  #firstEndingAt(offset: number): number {
    let low = 0
    let high = this.#aborted.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#aborted[middle] as IndexedAbort).lastOffset < offset) low = middle + 1
      else high = middle
    }
    return low
  }
}
