import { type LivenessClock, type Timer } from '@millrace/kernel'
import type { Transaction } from './transaction.ts'

/** One transactional id: its transaction, and what was written of it and is not yet durable. */
export class TransactionEntry {
  transaction: Transaction
  #settled: Promise<void> = Promise.resolve()
  timer: Timer | undefined

  constructor(transaction: Transaction) {
    this.transaction = transaction
  }

  settleWith(durable: Promise<void>): void {
    durable.catch(() => undefined)
    this.#settled = durable
  }

  /** No answer leaves before: it could tell of a state that a crash takes back. */
  get settled(): Promise<void> {
    return this.#settled
  }
}

/** All transactional ids, with the timers of their open transactions. Invariant: a timer runs while one is open. */
export class TransactionRegistry {
  readonly #entries = new Map<string, TransactionEntry>()
  readonly #clock: LivenessClock
  readonly #due: (entry: TransactionEntry) => void

  constructor(clock: LivenessClock, due: (entry: TransactionEntry) => void) {
    this.#clock = clock
    this.#due = due
  }

  get size(): number {
    return this.#entries.size
  }

  find(transactionalId: string): TransactionEntry | undefined {
    return this.#entries.get(transactionalId)
  }

  values(): IterableIterator<TransactionEntry> {
    return this.#entries.values()
  }

  /** Takes over the next state of a transactional id, and sets or stops its timer. */
  put(transaction: Transaction): TransactionEntry {
    const { transactionalId, timeoutMs } = transaction
    const entry = this.#entries.get(transactionalId) ?? new TransactionEntry(transaction)
    const wasOpen = entry.timer !== undefined
    this.#entries.set(transactionalId, entry)
    entry.transaction = transaction
    if (transaction.state !== 'Ongoing') this.#stop(entry)
    else if (!wasOpen) this.later(entry, timeoutMs)
    return entry
  }

  /** Calls back for the entry after so long. */
  later(entry: TransactionEntry, afterMs: number): void {
    entry.timer = this.#clock.timerIn(afterMs, () => {
      entry.timer = undefined
      this.#due(entry)
    })
  }

  drop(transactionalId: string): void {
    const entry = this.#entries.get(transactionalId)
    if (entry !== undefined) this.#stop(entry)
    this.#entries.delete(transactionalId)
  }

  close(): void {
    for (const entry of this.#entries.values()) this.#stop(entry)
  }

  #stop(entry: TransactionEntry): void {
    entry.timer?.cancel()
    entry.timer = undefined
  }
}
