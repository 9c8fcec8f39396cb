import { type CommittedOffset, OffsetTable } from './table.ts'

/** A position of a group, or undefined when it was deleted: what a record of `__consumer_offsets` says. */
export interface OffsetChange {
  readonly topic: string
  readonly partition: number
  readonly committed: CommittedOffset | undefined
}

/**
 * The offsets of one group: those that hold, and those of open transactions, which become visible with the commit
 * marker of their producer and vanish with its abort marker. The same changes come from live requests and from the
 * log at start.
 */
export class GroupOffsets {
  readonly committed = new OffsetTable()
  readonly #pending = new Map<number, OffsetTable>()

  get isEmpty(): boolean {
    return this.committed.isEmpty && this.#pending.size === 0
  }

  get hasOpenTransactions(): boolean {
    return this.#pending.size > 0
  }

  apply({ topic, partition, committed }: OffsetChange): void {
    if (committed === undefined) this.#forget(topic, partition)
    else this.committed.put(topic, partition, committed)
  }

  /** A position that a transaction is going to commit. */
  applyPending(producerId: number, { topic, partition, committed }: OffsetChange): void {
    if (committed === undefined) return this.#forget(topic, partition)
    const table = this.#pending.get(producerId) ?? new OffsetTable()
    table.put(topic, partition, committed)
    this.#pending.set(producerId, table)
  }

  /** The producer's marker has come. A position that was committed after the pending one stays. */
  endTransaction(producerId: number, commit: boolean): void {
    const pending = this.#pending.get(producerId)
    this.#pending.delete(producerId)
    if (pending === undefined || !commit) return
    for (const { topic, partition, committed } of pending.entries()) {
      const held = this.committed.get(topic, partition)
      if (held === undefined || held.recordOffset < committed.recordOffset) {
        this.committed.put(topic, partition, committed)
      }
    }
  }

  /** Whether an open transaction is going to change this position, unless it aborts. */
  isUnstable(topic: string, partition: number): boolean {
    for (const table of this.#pending.values()) if (table.get(topic, partition) !== undefined) return true
    return false
  }

  /** Every partition that has a position, committed or pending, once. */
  partitions(): { readonly topic: string; readonly partition: number }[] {
    const seen = new Map<string, Set<number>>()
    for (const table of [this.committed, ...this.#pending.values()]) {
      for (const { topic, partition } of table.entries()) {
        seen.set(topic, (seen.get(topic) ?? new Set()).add(partition))
      }
    }
    return [...seen].flatMap(([topic, partitions]) => [...partitions].map((partition) => ({ topic, partition })))
  }

  #forget(topic: string, partition: number): void {
    this.committed.delete(topic, partition)
    for (const [producerId, table] of this.#pending) {
      table.delete(topic, partition)
      if (table.isEmpty) this.#pending.delete(producerId)
    }
  }
}
