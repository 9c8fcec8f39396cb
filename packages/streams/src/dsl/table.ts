import { codecOf, needed, stamped, type CodecLike, type Stamped } from '../topology/codecs.ts'
import type { GraphNode, Reading, Run } from '../topology/graph.ts'
import type { Change, StreamRecord, Windowed } from '../topology/stream-record.ts'
import { GroupedTable } from './grouped-table.ts'
import type { Place } from './place.ts'
import { KStream } from './stream.ts'
import { suppressed } from './suppress.ts'
import { joinTables, type TableJoinKind } from './table-join.ts'

/** A store's name, under which it can be queried, and the codec of its values where it is not known. */
export interface TableNaming<V> {
  readonly name?: string
  readonly value?: CodecLike<NonNullable<V>>
}

/** How a step finds a table's entry of a key. */
export interface Lookup<K, V> {
  readonly stores: readonly string[]
  get(run: Reading, key: K): Stamped<V> | undefined
  /** Keys that may have an entry; each once. */
  keys(run: Reading): Iterable<K>
}

interface TableOptions<K, V> {
  readonly lookup: Lookup<K, V>
  /** The tables before it: they are asked for the entries before a change. */
  readonly from?: readonly { askBefore(): void }[]
  /** Windows' end and grace, of a windowed table. */
  readonly graceMs?: number | undefined
  /** Its keys end with their window; so where there is a grace. */
  readonly windowed?: boolean
}

/** The latest value of each key: state, and its changes. `Gone` is null where entries may be removed, else never. */
export class KTable<K, V, Gone = null> {
  /** Its records' values are `Change<V>`; `value` is the codec of V. */
  readonly place: Place<K, V>
  readonly lookup: Lookup<K, V>
  readonly graceMs: number | undefined
  /** Its keys end with their window, which has no say in where they lie. */
  readonly windowed: boolean
  readonly #from: readonly { askBefore(): void }[]
  #before = false

  constructor(place: Place<K, V>, { lookup, from = [], graceMs, windowed }: TableOptions<K, V>) {
    this.place = place
    this.lookup = lookup
    this.graceMs = graceMs
    this.windowed = windowed ?? graceMs !== undefined
    this.#from = from
  }

  /** Somebody needs to know what was there before a change (Kafka Streams' enableSendingOldValues). */
  askBefore(): void {
    this.#before = true
    for (const table of this.#from) table.askBefore()
  }

  toStream(): KStream<K, V | Gone> {
    const { graph, node, key, value } = this.place
    const changes = graph.addProcessor<K, Change<V>>(graph.name('KTABLE-TOSTREAM-'), {
      parents: [node],
      work: (record, run, self) => run.forward(self, { ...record, value: record.value.after }),
    })
    return new KStream<K, V | Gone>({
      graph,
      node: changes,
      key,
      value: value as Place<K, V | Gone>['value'],
      rekeyed: false,
    })
  }

  filter(holds: (key: K, value: V) => boolean): KTable<K, V> {
    const kept = (key: K, value: V | null): V | null => (value !== null && holds(key, value) ? value : null)
    const work = (record: StreamRecord<K, Change<V>>, run: Run, self: GraphNode): void => {
      const [before, after] = [kept(record.key, record.value.before), kept(record.key, record.value.after)]
      if (this.#before && before === null && after === null) return
      run.forward(self, { ...record, value: { before, after } })
    }
    return this.#derived('KTABLE-FILTER-', this.place.value, work, kept)
  }

  mapValues<R>(to: (value: V, key: K) => R, codec?: CodecLike<R>): KTable<K, R, Gone> {
    const mapped = (key: K, value: V | null): R | null => (value === null ? null : to(value, key))
    const work = (record: StreamRecord<K, Change<V>>, run: Run, self: GraphNode): void => {
      const { before, after } = record.value
      run.forward(self, { ...record, value: { before: mapped(record.key, before), after: mapped(record.key, after) } })
    }
    return this.#derived('KTABLE-MAPVALUES-', codecOf(codec), work, mapped)
  }

  groupBy<K2, V2>(
    to: (key: K, value: V) => readonly [key: K2, value: V2],
    codecs: { readonly key: CodecLike<K2>; readonly value: CodecLike<V2> },
  ): GroupedTable<K2, V2> {
    this.askBefore()
    return new GroupedTable(
      this.place as Place<unknown, unknown>,
      (key, value) => to(key as K, value as V),
      codecOf(codecs.key),
      codecOf(codecs.value),
    )
  }

  /** Entries of keys that both tables have. */
  join<V2, R>(other: KTable<K, V2, unknown>, join: (value: V, other: V2) => R, codec?: CodecLike<R>): KTable<K, R> {
    return this.#joined('inner', other, (v, o) => join(v as V, o as V2), codec)
  }

  leftJoin<V2, R>(
    other: KTable<K, V2, unknown>,
    join: (value: V, other: V2 | null) => R,
    codec?: CodecLike<R>,
  ): KTable<K, R> {
    return this.#joined('left', other, (v, o) => join(v as V, o), codec)
  }

  outerJoin<V2, R>(
    other: KTable<K, V2, unknown>,
    join: (value: V | null, other: V2 | null) => R,
    codec?: CodecLike<R>,
  ): KTable<K, R> {
    return this.#joined('outer', other, join, codec)
  }

  /** Of a windowed table: each window's last value only, when the window and its grace are over. */
  suppressUntilWindowCloses(): KTable<K & Windowed<unknown>, V, never> {
    type Key = K & Windowed<unknown>
    const place = suppressed(this.place as unknown as Place<Key, V>, this.graceMs)
    const lookup = this.lookup as unknown as Lookup<Key, V>
    return new KTable<Key, V, never>(place, { lookup, from: [this], windowed: true })
  }

  #joined<V2, R>(
    kind: TableJoinKind,
    other: KTable<K, V2, unknown>,
    join: (value: V | null, other: V2 | null) => R,
    codec: CodecLike<R> | undefined,
  ): KTable<K, R> {
    return new KTable(...joinTables(kind, this, other, join, codecOf(codec)))
  }

  #derived<R, G>(
    prefix: string,
    value: Place<K, R>['value'],
    work: (record: StreamRecord<K, Change<V>>, run: Run, self: GraphNode) => void,
    derive: (key: K, value: V | null) => R | null,
  ): KTable<K, R, G> {
    const { graph, node } = this.place
    const derived = graph.addProcessor<K, Change<V>>(graph.name(prefix), { parents: [node], work })
    const lookup: Lookup<K, R> = {
      stores: this.lookup.stores,
      get: (run, key) => {
        const found = this.lookup.get(run, key)
        const value = found === undefined ? null : derive(key, found[0])
        return found === undefined || value === null ? undefined : [value, found[1]]
      },
      keys: (run) => this.lookup.keys(run),
    }
    const { windowed } = this
    return new KTable<K, R, G>({ ...this.place, node: derived, value }, { lookup, from: [this], windowed })
  }
}

export const lookupIn = <K, V>(store: string): Lookup<K, V> => ({
  stores: [store],
  get: (run, key) => run.store(store).get(key) as Stamped<V> | undefined,
  *keys(run) {
    for (const [key] of run.store(store).entries()) yield key as K
  },
})

/** Keeps the latest value of each key of a stream; null removes. Records without a key are dropped. */
export function materialized<K, V>(place: Place<K, V>, nodeName: string, store: string): KTable<K, NonNullable<V>> {
  const { graph, node } = place
  type Value = NonNullable<V>
  const key = needed(place.key, 'key', store)
  const value = needed(place.value, 'value', store) as unknown as NonNullable<Place<K, Value>['value']>
  graph.addStore(store, { key, value: stamped(value) })
  const table = graph.addProcessor<K, Value | null>(nodeName, {
    parents: [node],
    stores: [store],
    work: (record, run, self) => {
      if (record.key === null) return
      const entries = run.store(store)
      const before = (entries.get(record.key) as Stamped<Value> | undefined)?.[0] ?? null
      if (record.value === null) entries.delete(record.key)
      else entries.set(record.key, [record.value, record.timestamp])
      run.forward(self, { ...record, value: { before, after: record.value } })
    },
  })
  return new KTable<K, Value>({ graph, node: table, key, value, rekeyed: false }, { lookup: lookupIn(store) })
}

export function streamToTable<K, V>(place: Place<K, V>, naming: TableNaming<V>): KTable<K, NonNullable<V>> {
  const store = naming.name ?? place.graph.name('KSTREAM-TOTABLE-STATE-STORE-')
  const value = (codecOf(naming.value) as Place<K, V>['value']) ?? place.value
  return materialized({ ...place, value }, place.graph.name('KSTREAM-TOTABLE-'), store)
}
