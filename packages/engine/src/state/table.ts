/** Says under which name an entry stands in an index; undefined keeps it out. */
type IndexedBy<V> = (entry: V, key: number) => string | number | undefined

/**
 * Entries by key, with any number of indexes that follow. Order everywhere is the order of the last `put`, so that a
 * table restored from its entries is the same in every respect.
 */
export class Table<V, Index extends string = never> {
  readonly #entries = new Map<number, V>()
  #before: Before = unwatched
  readonly #by: readonly (readonly [Index, IndexedBy<V>])[]
  readonly #groups: Record<Index, Map<string | number, Set<number>>>

  constructor(indexes: Readonly<Record<Index, IndexedBy<V>>>) {
    this.#by = Object.entries(indexes) as [Index, IndexedBy<V>][]
    this.#groups = Object.fromEntries(this.#by.map(([name]) => [name, new Map()])) as never
  }

  get size(): number {
    return this.#entries.size
  }
  get(key: number): V | undefined {
    return this.#entries.get(key)
  }
  entries(): IterableIterator<[number, V]> {
    return this.#entries.entries()
  }
  /** Every key, oldest put first. Goes on to what is put meanwhile. */
  keysInOrder(): IterableIterator<number> {
    return this.#entries.keys()
  }
  /** Keys under a name of an index, oldest put first. Live: do not change the table while going through it. */
  keys(index: Index, name: string | number): ReadonlySet<number> {
    return this.#groups[index].get(name) ?? NONE
  }
  /** Entries under a name of an index, as they are now. */
  list(index: Index, name: string | number): (readonly [number, V])[] {
    return [...this.keys(index, name)].map((key) => [key, this.#entries.get(key) as V])
  }
  /** Every name of an index that has entries. */
  names(index: Index): IterableIterator<string | number> {
    return this.#groups[index].keys()
  }

  /** An entry that is about to be changed where it is; its place in the order stays. */
  change(key: number): V | undefined {
    const entry = this.#entries.get(key)
    if (entry !== undefined) this.#before(key)
    return entry
  }

  put(key: number, entry: V): void {
    this.#before(key)
    this.#remove(key)
    this.#entries.set(key, entry)
    for (const [index, by] of this.#by) {
      const name = by(entry, key)
      if (name === undefined) continue
      const groups = this.#groups[index]
      const group = groups.get(name)
      if (group === undefined) groups.set(name, new Set([key]))
      else group.add(key)
    }
  }

  delete(key: number): void {
    this.#before(key)
    this.#remove(key)
  }

  /** Has `before` called with each key that is about to change, until it is called again without one. */
  watch(before: Before = unwatched): void {
    this.#before = before
  }

  #remove(key: number): void {
    const entry = this.#entries.get(key)
    if (entry === undefined) return
    this.#entries.delete(key)
    for (const [index, by] of this.#by) {
      const name = by(entry, key)
      if (name === undefined) continue
      const group = this.#groups[index].get(name)
      group?.delete(key)
      if (group?.size === 0) this.#groups[index].delete(name)
    }
  }
}

/** Hears of a key whose entry is about to change. */
export type Before = (key: number) => void
export const unwatched: Before = () => undefined

const NONE: ReadonlySet<number> = new Set()

/** What processors may see of a table. */
export type TableReader<V, Index extends string = never> = Omit<Table<V, Index>, 'put' | 'change' | 'delete' | 'watch'>
