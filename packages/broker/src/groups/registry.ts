import { emptyGroup } from './group.ts'
import { GroupEntry } from './entry.ts'

/** All groups, by id. */
export class GroupRegistry {
  readonly #entries = new Map<string, GroupEntry>()
  readonly #most: number

  constructor(most: number) {
    this.#most = most
  }

  get size(): number {
    return this.#entries.size
  }

  find(id: string): GroupEntry | undefined {
    return this.#entries.get(id)
  }

  /** The group, made when it is not there; undefined when there are too many. */
  open(id: string, now: number): GroupEntry | undefined {
    const found = this.#entries.get(id)
    if (found !== undefined || this.#entries.size >= this.#most) return found
    return this.restore(id, now)
  }

  /** As `open`, whatever the limit says: what is in the log is there. */
  restore(id: string, now: number): GroupEntry {
    const entry = this.#entries.get(id) ?? new GroupEntry(emptyGroup(id, now))
    this.#entries.set(id, entry)
    return entry
  }

  drop(id: string): void {
    this.#entries.delete(id)
  }

  values(): IterableIterator<GroupEntry> {
    return this.#entries.values()
  }
}
