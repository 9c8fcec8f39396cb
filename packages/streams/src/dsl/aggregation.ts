import type { Codec } from '@millrace/client'
import { needed, stamped, type Stamped } from '../topology/codecs.ts'
import type { Place } from './place.ts'
import { repartitioned } from './repartitioned.ts'
import { KTable, lookupIn } from './table.ts'

/** One value per key: from null (nothing yet) on. */
export interface Folding<K, V, A> {
  readonly name: string | undefined
  readonly value: Codec<A> | undefined
  readonly fold: (key: K, value: V, before: A | null) => A
}

/** Kafka Streams' KStreamAggregate: records without key or value are dropped. */
export function aggregated<K, V, A>(
  grouped: Place<K, V>,
  { name, value, fold }: Folding<K, V, A>,
): KTable<K, A, never> {
  const { graph } = grouped
  const store = name ?? graph.name('KSTREAM-AGGREGATE-STATE-STORE-')
  const nodeName = graph.name('KSTREAM-AGGREGATE-')
  const place = grouped.rekeyed ? repartitioned(grouped, { name: store }) : grouped
  const key = needed(place.key, 'key', store)
  const codec = needed(value, 'value', store)
  graph.addStore(store, { key, value: stamped(codec) })
  const node = graph.addProcessor<K, V>(nodeName, {
    parents: [place.node],
    stores: [store],
    work: (record, run, self) => {
      if (record.key === null || record.value === null) return
      const entries = run.store(store)
      const found = entries.get(record.key) as Stamped<A> | undefined
      const after = fold(record.key, record.value, found?.[0] ?? null)
      const timestamp = Math.max(record.timestamp, found?.[1] ?? 0)
      entries.set(record.key, [after, timestamp])
      run.forward(self, { ...record, timestamp, value: { before: found?.[0] ?? null, after } })
    },
  })
  return new KTable<K, A, never>({ graph, node, key, value: codec, rekeyed: false }, { lookup: lookupIn(store) })
}
