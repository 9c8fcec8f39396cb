import { needed, stamped, windowedKey, type Stamped } from '../topology/codecs.ts'
import type { GraphNode, Run } from '../topology/graph.ts'
import type { StreamRecord, Windowed } from '../topology/stream-record.ts'
import type { Folding } from './aggregation.ts'
import { sweep } from './expiry.ts'
import type { Place } from './place.ts'
import { repartitioned } from './repartitioned.ts'
import { KTable, lookupIn } from './table.ts'
import { startsOf, type TimeWindows } from './windows.ts'

/** Kafka Streams' KStreamWindowAggregate: a record counts in each window that holds it and is not closed yet. */
export function timeWindowsAggregated<K, V, A>(
  grouped: Place<K, V>,
  windows: TimeWindows,
  { name, value, fold }: Folding<K, V, A>,
): KTable<Windowed<K>, A, never> {
  const { graph } = grouped
  const { sizeMs, graceMs } = windows
  const store = name ?? graph.name('KSTREAM-AGGREGATE-STATE-STORE-')
  const nodeName = graph.name('KSTREAM-AGGREGATE-')
  const place = grouped.rekeyed ? repartitioned(grouped, { name: store }) : grouped
  const key = windowedKey(needed(place.key, 'key', store))
  const codec = needed(value, 'value', store)
  graph.addStore(store, { key, value: stamped(codec) })
  const work = (record: StreamRecord<K, V>, run: Run, self: GraphNode): void => {
    if (record.key === null) return
    const closed = run.observe(self, record.timestamp) - graceMs
    const entries = run.store(store)
    for (const start of startsOf(windows, record.timestamp)) {
      if (start + sizeMs <= closed) continue
      const windowed: Windowed<K> = { key: record.key, window: { start, end: start + sizeMs } }
      const found = entries.get(windowed) as Stamped<A> | undefined
      const after = fold(record.key, record.value, found?.[0] ?? null)
      const timestamp = Math.max(record.timestamp, found?.[1] ?? 0)
      entries.set(windowed, [after, timestamp])
      run.forward(self, { ...record, key: windowed, timestamp, value: { before: found?.[0] ?? null, after } })
    }
    sweep(entries, closed, sizeMs + graceMs, ([each]) => (each as Windowed<K>).window.end <= closed)
  }
  const node = graph.addProcessor(nodeName, { parents: [place.node], stores: [store], timed: true, work })
  const lookup = lookupIn<Windowed<K>, A>(store)
  return new KTable<Windowed<K>, A, never>({ graph, node, key, value: codec, rekeyed: false }, { lookup, graceMs })
}
