import type { Codec, KafkaRecord, OutputRecord } from '@millrace/client'
import { Fault } from '@millrace/kernel'

/** What a store's keys and values are. */
export interface StoreSpec<K, V> {
  readonly key: Codec<K>
  readonly value: Codec<V>
}

/** Keys and values of one partition, changed as part of the transaction. */
export interface KeyValueStore<K, V> extends ReadonlyStore<K, V> {
  set(key: K, value: V): void
  delete(key: K): void
}

export interface ReadonlyStore<K, V> {
  get(key: K): V | undefined
  entries(): IterableIterator<readonly [key: K, value: V]>
}

type Entry<K, V> = readonly [key: K, value: V]

/**
 * A store in three layers: what is committed, what the transaction under way has changed, and what the record under way
 * has changed. The upper ones are dropped when they come to nothing.
 */
export class LayeredStore<K, V> implements KeyValueStore<K, V> {
  readonly #spec: StoreSpec<K, V>
  readonly #committed = new Map<string, Entry<K, V>>()
  #transaction = new Map<string, Entry<K, V> | readonly [key: K]>()
  readonly #record = new Map<string, Entry<K, V> | readonly [key: K]>()
  #named: { readonly key: K; readonly name: string } | undefined

  constructor(spec: StoreSpec<K, V>) {
    this.#spec = spec
  }

  get size(): number {
    return this.#committed.size
  }

  get(key: K): V | undefined {
    const name = this.#nameOf(key)
    const entry = this.#record.get(name) ?? this.#transaction.get(name) ?? this.#committed.get(name)
    return entry?.[1]
  }

  set(key: K, value: V): void {
    this.#record.set(this.#nameOf(key), [key, value])
  }

  delete(key: K): void {
    this.#record.set(this.#nameOf(key), [key])
  }

  *entries(): IterableIterator<Entry<K, V>> {
    for (const [name, entry] of this.#committed) {
      if (!this.#transaction.has(name) && !this.#record.has(name)) yield entry
    }
    for (const [name, entry] of this.#transaction) if (!this.#record.has(name) && isEntry(entry)) yield entry
    for (const entry of this.#record.values()) if (isEntry(entry)) yield entry
  }

  /** As committed: for those outside. */
  get committed(): ReadonlyStore<K, V> {
    return {
      get: (key) => this.#committed.get(this.#nameOf(key))?.[1],
      entries: () => this.#committed.values(),
    }
  }

  keepRecord(): void {
    if (this.#record.size === 0) return
    for (const [name, change] of this.#record) this.#transaction.set(name, change)
    this.#record.clear()
  }

  dropRecord(): void {
    if (this.#record.size > 0) this.#record.clear()
  }

  /** What the transaction changed, as records of the changelog. */
  changes(topic: string, partition: number): OutputRecord[] {
    return [...this.#transaction.values()].map((change) => ({
      topic,
      partition,
      key: this.#spec.key.encode(change[0]),
      value: isEntry(change) ? this.#spec.value.encode(change[1]) : null,
    }))
  }

  keepTransaction(): void {
    for (const [name, change] of this.#transaction) {
      if (isEntry(change)) this.#committed.set(name, change)
      else this.#committed.delete(name)
    }
    this.#transaction = new Map()
  }

  /** @throws Fault CHANGELOG_UNREADABLE: state must not be guessed. */
  restore(record: KafkaRecord): void {
    const key = this.#spec.key.decode(record.key)
    if (key.kind === 'poison') throw unreadable(record, key.reason)
    if (record.value === null) {
      this.#committed.delete(this.#nameOf(key.value))
      return
    }
    const value = this.#spec.value.decode(record.value)
    if (value.kind === 'poison') throw unreadable(record, value.reason)
    this.#committed.set(this.#nameOf(key.value), [key.value, value.value])
  }

  #nameOf(key: K): string {
    if (typeof key === 'string') return key
    // What is read is mostly written next, under the same key.
    if (this.#named?.key !== key) this.#named = { key, name: this.#spec.key.encode(key)?.toString('latin1') ?? '' }
    return this.#named.name
  }
}

function isEntry<K, V>(change: Entry<K, V> | readonly [key: K]): change is Entry<K, V> {
  return change.length === 2
}

function unreadable({ topic, partition, offset }: KafkaRecord, reason: string): Fault {
  return new Fault(
    'CHANGELOG_UNREADABLE',
    `${topic}-${partition} at ${offset}: ${reason}; the stores' codecs must read what they wrote`,
  )
}
