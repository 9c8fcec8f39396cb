import type { Codec, KafkaRecord, OutputRecord } from '@millrace/client'
import { Fault } from '@millrace/kernel'
import { memoryState } from '../state/memory-state.ts'
import type { Alteration, CommittedState, Entry, Mark } from '../state/state.ts'

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

/**
 * A store in three layers: what is committed, what the transaction under way has changed, and what the record under way
 * has changed. The upper ones are dropped when they come to nothing.
 */
export class LayeredStore<K, V> implements KeyValueStore<K, V> {
  readonly #spec: StoreSpec<K, V>
  readonly #committed: CommittedState<K, V>
  #transaction = new Map<string, Alteration<K, V>>()
  readonly #record = new Map<string, Alteration<K, V>>()
  #named: { readonly key: K; readonly name: string } | undefined

  constructor(spec: StoreSpec<K, V>, committed: CommittedState<K, V> = memoryState()) {
    this.#spec = spec
    this.#committed = committed
  }

  /** How far what is committed is whole; undefined when it does not last. */
  get mark(): Mark | undefined {
    return this.#committed.mark
  }

  get(key: K): V | undefined {
    const name = this.#nameOf(key)
    const entry = this.#record.get(name) ?? this.#transaction.get(name) ?? this.#committed.get(key, name)
    return entry?.[1]
  }

  set(key: K, value: V): void {
    this.#record.set(this.#nameOf(key), [key, value])
  }

  delete(key: K): void {
    this.#record.set(this.#nameOf(key), [key])
  }

  /** As they are when it begins, each once: the record may change them meanwhile. */
  *entries(): IterableIterator<Entry<K, V>> {
    const [transaction, record] = [this.#transaction, new Map(this.#record)]
    for (const [name, entry] of this.#committed.entries()) {
      if (!transaction.has(name) && !record.has(name)) yield entry
    }
    for (const [name, entry] of transaction) if (!record.has(name) && isEntry(entry)) yield entry
    for (const entry of record.values()) if (isEntry(entry)) yield entry
  }

  /** As committed: for those outside. */
  get committed(): ReadonlyStore<K, V> {
    return {
      get: (key) => this.#committed.get(key, this.#nameOf(key))?.[1],
      entries: () => entriesOf(this.#committed),
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

  /** `mark`: up to where of the changelog it is then whole, when that is known. */
  keepTransaction(mark?: Mark): void {
    if (this.#transaction.size === 0) return
    this.#committed.apply(this.#transaction, mark)
    this.#transaction = new Map()
  }

  /**
   * Takes records of the changelog.
   *
   * @throws Fault CHANGELOG_UNREADABLE: state must not be guessed.
   */
  restore(records: Iterable<KafkaRecord>, mark?: Mark): void {
    const alterations = Array.from(records, (record) => this.#restored(record))
    this.#committed.apply(alterations, mark)
  }

  /** Forgets all that is committed. */
  clear(): void {
    this.#committed.clear()
  }

  close(): void {
    this.#committed.close()
  }

  #restored(record: KafkaRecord): readonly [name: string, alteration: Alteration<K, V>] {
    const key = this.#spec.key.decode(record.key)
    if (key.kind === 'poison') throw unreadable(record, key.reason)
    const name = this.#nameOf(key.value)
    if (record.value === null) return [name, [key.value]]
    const value = this.#spec.value.decode(record.value)
    if (value.kind === 'poison') throw unreadable(record, value.reason)
    return [name, [key.value, value.value]]
  }

  #nameOf(key: K): string {
    // What is read is mostly written next, under the same key.
    if (this.#named?.key !== key) this.#named = { key, name: nameOf(this.#spec, key) }
    return this.#named.name
  }
}

/** Equal keys have equal names. */
export const nameOf = <K>({ key: codec }: Pick<StoreSpec<K, unknown>, 'key'>, key: K): string =>
  typeof key === 'string' ? key : (codec.encode(key)?.toString('latin1') ?? '')

function* entriesOf<K, V>(state: CommittedState<K, V>): Generator<Entry<K, V>> {
  for (const [, entry] of state.entries()) yield entry
}

function isEntry<K, V>(change: Alteration<K, V>): change is Entry<K, V> {
  return change.length === 2
}

function unreadable({ topic, partition, offset }: KafkaRecord, reason: string): Fault {
  return new Fault(
    'CHANGELOG_UNREADABLE',
    `${topic}-${partition} at ${offset}: ${reason}; the stores' codecs must read what they wrote`,
  )
}
