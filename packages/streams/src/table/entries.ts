/** Entries by key. Keys that are no text are told apart by their bytes. */
export class Entries<K, S> {
  readonly #keyOf: (key: K) => string
  readonly #entries = new Map<string, readonly [key: K, entry: S]>()

  constructor(keyOf: (key: K) => string) {
    this.#keyOf = keyOf
  }

  get size(): number {
    return this.#entries.size
  }

  get(key: K): S | undefined {
    return this.#entries.get(this.#keyOf(key))?.[1]
  }

  /** Undefined removes. */
  put(key: K, entry: S | undefined): void {
    if (entry === undefined) this.#entries.delete(this.#keyOf(key))
    else this.#entries.set(this.#keyOf(key), [key, entry])
  }

  [Symbol.iterator](): IterableIterator<readonly [key: K, entry: S]> {
    return this.#entries.values()
  }

  /** What is different in `other`: entries are compared as JSON. */
  *differences(other: Entries<K, S>): Generator<[key: K, before: S | undefined, after: S | undefined]> {
    for (const [key, before] of this) {
      const after = other.get(key)
      if (after === undefined || JSON.stringify(before) !== JSON.stringify(after)) yield [key, before, after]
    }
    for (const [key, after] of other) if (this.get(key) === undefined) yield [key, undefined, after]
  }

  /** From what iterating gave, through JSON. */
  static from<K, S>(keyOf: (key: K) => string, items: Iterable<unknown>): Entries<K, S> {
    const entries = new Entries<K, S>(keyOf)
    for (const item of items) {
      const [key, entry] = item as [K, S]
      entries.put(key, entry)
    }
    return entries
  }
}
