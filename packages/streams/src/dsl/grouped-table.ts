import type { Codec } from '@millrace/client'
import { changeOf, codecOf, numbers, stamped, type CodecLike, type Stamped } from '../topology/codecs.ts'
import type { Change } from '../topology/stream-record.ts'
import type { Place } from './place.ts'
import { repartitioned } from './repartitioned.ts'
import { KTable, lookupIn } from './table.ts'

/** A table whose entries are grouped anew: what an entry was leaves its group, what it is joins its group. */
export class GroupedTable<K, V> {
  readonly #from: <A>(
    name: string | undefined,
    value: Codec<A>,
    add: (key: K, value: V, before: A | null) => A,
    subtract: (key: K, value: V, before: A | null) => A,
  ) => KTable<K, A>

  constructor(
    place: Place<unknown, unknown>,
    to: (key: unknown, value: unknown) => readonly [key: K, value: V],
    key: Codec<K>,
    value: Codec<V>,
  ) {
    this.#from = (name, codec, add, subtract) => regrouped({ place, to, key, value, name, codec, add, subtract })
  }

  count({ name }: { readonly name?: string } = {}): KTable<K, number> {
    return this.#from<number>(
      name,
      numbers,
      (_key, _value, before) => (before ?? 0) + 1,
      (_key, _value, before) => (before ?? 0) - 1,
    )
  }

  aggregate<A>(
    initial: () => NoInfer<A>,
    add: (key: K, value: V, aggregate: NoInfer<A>) => NoInfer<A>,
    subtract: (key: K, value: V, aggregate: NoInfer<A>) => NoInfer<A>,
    { name, value }: { readonly name?: string; readonly value: CodecLike<A> },
  ): KTable<K, A> {
    return this.#from<A>(
      name,
      codecOf(value),
      (key, next, before) => add(key, next, before ?? initial()),
      (key, next, before) => subtract(key, next, before ?? initial()),
    )
  }
}

interface Regrouping<K, V, A> {
  readonly place: Place<unknown, unknown>
  readonly to: (key: unknown, value: unknown) => readonly [key: K, value: V]
  readonly key: Codec<K>
  readonly value: Codec<V>
  readonly name: string | undefined
  readonly codec: Codec<A>
  readonly add: (key: K, value: V, before: A | null) => A
  readonly subtract: (key: K, value: V, before: A | null) => A
}

/** Kafka Streams' KTableRepartitionMap and KTableAggregate, through a topic of changes. */
function regrouped<K, V, A>({ place, to, key, value, name, codec, add, subtract }: Regrouping<K, V, A>): KTable<K, A> {
  const { graph } = place
  const bytesOf = (k: K): Buffer => key.encode(k) ?? Buffer.alloc(0)
  const select = graph.addProcessor<unknown, Change>(graph.name('KTABLE-SELECT-'), {
    parents: [place.node],
    work: (record, run, self) => {
      const [before, after] = [record.value.before, record.value.after].map((each) =>
        each === null ? undefined : to(record.key, each),
      )
      const tell = (k: K, value: Change<V>): void => run.forward(self, { ...record, key: k, value })
      if (before !== undefined && after !== undefined && bytesOf(before[0]).equals(bytesOf(after[0]))) {
        tell(after[0], { before: before[1], after: after[1] })
        return
      }
      if (before !== undefined) tell(before[0], { before: before[1], after: null })
      if (after !== undefined) tell(after[0], { before: null, after: after[1] })
    },
  })
  const store = name ?? graph.name('KTABLE-AGGREGATE-STATE-STORE-')
  const moved = { graph, node: select, key, value: changeOf(value), rekeyed: true }
  const source = repartitioned(moved, { name: store })
  graph.addStore(store, { key, value: stamped(codec) })
  const node = graph.addProcessor<K, Change<V>>(graph.name('KTABLE-AGGREGATE-'), {
    parents: [source.node],
    stores: [store],
    work: (record, run, self) => {
      const entries = run.store(store)
      const found = entries.get(record.key) as Stamped<A> | undefined
      const { before, after } = record.value
      let sum: A | null = found?.[0] ?? null
      if (before !== null && sum !== null) sum = subtract(record.key, before, sum)
      if (after !== null) sum = add(record.key, after, sum)
      const timestamp = Math.max(record.timestamp, found?.[1] ?? 0)
      if (sum !== null) entries.set(record.key, [sum, timestamp])
      run.forward(self, { ...record, timestamp, value: { before: found?.[0] ?? null, after: sum } })
    },
  })
  return new KTable<K, A>({ graph, node, key, value: codec, rekeyed: false }, { lookup: lookupIn(store) })
}
