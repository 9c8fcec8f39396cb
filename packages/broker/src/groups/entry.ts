import { GroupOffsets } from '../offsets/group-offsets.ts'
import type { Group } from './group.ts'

/** What is held of one group: who takes part in it, and how far it has read. */
export class GroupEntry {
  group: Group
  readonly offsets = new GroupOffsets()
  /** Whether `__consumer_offsets` has a record of the group itself, which a tombstone must take away. */
  isStored = false
  #settled: Promise<void> | undefined

  constructor(group: Group) {
    this.group = group
  }

  /** A record of this group was written. Memory is ahead of the disk until it is durable. */
  settleWith(durable: Promise<void>): void {
    const settled: Promise<void> = durable.then(() => this.#settle(settled))
    // Whoever waits hears of the fault; and it stays, so that those who come later hear of it, too.
    settled.catch(() => undefined)
    this.#settled = settled
  }

  /**
   * Resolves when everything that was written of this group is durable; undefined when it is. No answer leaves
   * before: it could tell of a state that a crash takes back.
   */
  get settled(): Promise<void> | undefined {
    return this.#settled
  }

  #settle(settled: Promise<void>): void {
    if (this.#settled === settled) this.#settled = undefined
  }
}
