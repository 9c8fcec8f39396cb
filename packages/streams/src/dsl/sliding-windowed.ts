import { needed, windowedKey, type Stamped } from '../topology/codecs.ts'
import type { GraphNode, Reading, Run } from '../topology/graph.ts'
import { spanList, type Span } from '../topology/span-list.ts'
import type { StreamRecord, Windowed } from '../topology/stream-record.ts'
import type { Folding } from './aggregation.ts'
import { sweep } from './expiry.ts'
import type { Place } from './place.ts'
import { repartitioned } from './repartitioned.ts'
import { KTable, type Lookup } from './table.ts'
import type { SlidingWindows } from './windows.ts'

/** Records of a key in the order in which they came. */
type Kept<V> = readonly Span<V>[]

/**
 * Kafka Streams' KStreamSlidingWindowAggregate (KIP-450): a window ends at each record, and one begins right after each, when it
 * holds any. Kept are the records, not the aggregates: a record costs as much as its key has records within two windows.
 */
export function slidingWindowsAggregated<K, V, A>(
  grouped: Place<K, V>,
  { differenceMs, graceMs }: SlidingWindows,
  { name, value, fold }: Folding<K, V, A>,
): KTable<Windowed<K>, A, never> {
  const { graph } = grouped
  const store = name ?? graph.name('KSTREAM-AGGREGATE-STATE-STORE-')
  const nodeName = graph.name('KSTREAM-AGGREGATE-')
  const input = grouped.rekeyed ? repartitioned(grouped, { name: store }) : grouped
  const key = needed(input.key, 'key', store)
  graph.addStore(store, { key, value: spanList(needed(input.value, 'value', store)) })
  const folded = (k: K, records: Kept<V>, start: number): Stamped<A> | undefined =>
    records
      .filter((record) => record.start >= start && record.start <= start + differenceMs)
      .reduce<Stamped<A> | undefined>(
        (sum, each) => [fold(k, each.value, sum?.[0] ?? null), Math.max(sum?.[1] ?? 0, each.start)],
        undefined,
      )
  const work = (record: StreamRecord<K, V>, run: Run, self: GraphNode): void => {
    if (record.key === null || record.value === null) return
    const { timestamp } = record
    const closed = run.observe(self, timestamp) - graceMs
    if (timestamp + 1 + differenceMs <= closed) return
    const entries = run.store(store)
    const needs = ({ start }: Span<unknown>): boolean => start >= closed - differenceMs
    const before = ((entries.get(record.key) as Kept<V> | undefined) ?? []).filter(needs)
    const after = [...before, { start: timestamp, end: timestamp, value: record.value }]
    entries.set(record.key, after)
    const known = startsOf(before, differenceMs)
    for (const start of [...startsOf(after, differenceMs)].toSorted((a, b) => a - b)) {
      const touched = start <= timestamp && timestamp <= start + differenceMs
      if (start + differenceMs <= closed || !(touched || (start === timestamp + 1 && !known.has(start)))) continue
      const found = folded(record.key, after, start)
      if (found === undefined) continue
      const windowed: Windowed<K> = { key: record.key, window: { start, end: start + differenceMs } }
      const earlier = known.has(start) ? (folded(record.key, before, start)?.[0] ?? null) : null
      run.forward(self, { ...record, key: windowed, timestamp: found[1], value: { before: earlier, after: found[0] } })
    }
    sweep(entries, closed, differenceMs + graceMs, ([, records]) => !(records as Kept<V>).some(needs))
  }
  const node = graph.addProcessor(nodeName, { parents: [input.node], stores: [store], timed: true, work })
  const place = { graph, node, key: windowedKey(key), value, rekeyed: false }
  return new KTable<Windowed<K>, A, never>(place, { lookup: lookupOf(store, differenceMs, folded), graceMs })
}

/** Starts of the windows of these records; none is before the epoch. */
function startsOf(records: Kept<unknown>, differenceMs: number): Set<number> {
  return new Set(records.flatMap(({ start }) => [Math.max(0, start - differenceMs), start + 1]))
}

function lookupOf<K, V, A>(
  store: string,
  differenceMs: number,
  folded: (key: K, records: Kept<V>, start: number) => Stamped<A> | undefined,
): Lookup<Windowed<K>, A> {
  return {
    stores: [store],
    get: (run: Reading, { key, window }) => {
      const records = (run.store(store).get(key) as Kept<V> | undefined) ?? []
      return startsOf(records, differenceMs).has(window.start) ? folded(key, records, window.start) : undefined
    },
    *keys(run) {
      for (const [key, records] of run.store(store).entries() as Iterable<[K, Kept<V>]>) {
        for (const start of startsOf(records, differenceMs)) yield { key, window: { start, end: start + differenceMs } }
      }
    },
  }
}
