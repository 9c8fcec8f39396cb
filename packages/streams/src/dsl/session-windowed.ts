import type { Codec } from '@millrace/client'
import { codecOf, needed, numbers, windowedKey, type CodecLike } from '../topology/codecs.ts'
import type { GraphNode, Reading, Run } from '../topology/graph.ts'
import { spanList, type Span } from '../topology/span-list.ts'
import type { StreamRecord, Windowed } from '../topology/stream-record.ts'
import { sweep } from './expiry.ts'
import type { Place } from './place.ts'
import { repartitioned } from './repartitioned.ts'
import { KTable, type Lookup, type TableNaming } from './table.ts'
import type { SessionWindows } from './windows.ts'

interface SessionFolding<K, V, A> {
  readonly name: string | undefined
  readonly value: Codec<A> | undefined
  readonly fold: (key: K, value: V, before: A | null) => A
  readonly merge: (key: K, one: A, other: A) => A
}

/** Per key and session. */
export class SessionWindowedStream<K, V> {
  readonly #place: Place<K, V>
  readonly #windows: SessionWindows

  constructor(place: Place<K, V>, windows: SessionWindows) {
    this.#place = place
    this.#windows = windows
  }

  count({ name }: { readonly name?: string } = {}): KTable<Windowed<K>, number> {
    return sessionsAggregated<K, V, number>(this.#place, this.#windows, {
      name,
      value: numbers,
      fold: (_key, _value, before) => (before ?? 0) + 1,
      merge: (_key, one, other) => one + other,
    })
  }

  reduce(reduce: (aggregate: V, value: V) => V, { name, value }: TableNaming<V> = {}): KTable<Windowed<K>, V> {
    return sessionsAggregated<K, V, V>(this.#place, this.#windows, {
      name,
      value: (codecOf(value) as Place<K, V>['value']) ?? this.#place.value,
      fold: (_key, next, before) => (before === null ? next : reduce(before, next)),
      merge: (_key, one, other) => reduce(one, other),
    })
  }

  /** `merge` makes one of two sessions that a record has joined. */
  aggregate<A>(
    initial: () => NoInfer<A>,
    aggregate: (key: K, value: V, aggregate: NoInfer<A>) => NoInfer<A>,
    merge: (key: K, one: NoInfer<A>, other: NoInfer<A>) => NoInfer<A>,
    { name, value }: { readonly name?: string; readonly value: CodecLike<A> },
  ): KTable<Windowed<K>, A> {
    const fold = (key: K, next: V, before: A | null): A => aggregate(key, next, before ?? initial())
    return sessionsAggregated<K, V, A>(this.#place, this.#windows, { name, value: codecOf(value), fold, merge })
  }
}

type Sessions<A> = readonly Span<A>[]

/** Kafka Streams' KStreamSessionWindowAggregate: sessions that a record touches become one, and each of them is withdrawn. */
function sessionsAggregated<K, V, A>(
  grouped: Place<K, V>,
  { gapMs, graceMs }: SessionWindows,
  { name, value, fold, merge }: SessionFolding<K, V, A>,
): KTable<Windowed<K>, A> {
  const { graph } = grouped
  const store = name ?? graph.name('KSTREAM-AGGREGATE-STATE-STORE-')
  const nodeName = graph.name('KSTREAM-AGGREGATE-')
  const input = grouped.rekeyed ? repartitioned(grouped, { name: store }) : grouped
  const key = needed(input.key, 'key', store)
  const codec = needed(value, 'value', store)
  graph.addStore(store, { key, value: spanList(codec) })
  const keptMs = gapMs + graceMs
  const work = (record: StreamRecord<K, V>, run: Run, self: GraphNode): void => {
    if (record.key === null) return
    // What was over before this record came is nobody's any more.
    const over = run.observe(self, -1) - keptMs
    const closed = run.observe(self, record.timestamp) - keptMs
    const kept = run.store(store)
    const live = (span: Span<unknown>): boolean => span.end > over
    const all = ((kept.get(record.key) as Sessions<A> | undefined) ?? []).filter(live)
    const { timestamp } = record
    const touched = all.filter(({ start, end }) => end >= timestamp - gapMs && start <= timestamp + gapMs)
    const start = Math.min(timestamp, ...touched.map((span) => span.start))
    const end = Math.max(timestamp, ...touched.map((span) => span.end))
    if (end < closed) return
    const merged = touched.reduce<A | null>(
      (sum, span) => (sum === null ? span.value : merge(record.key, sum, span.value)),
      null,
    )
    const after = fold(record.key, record.value, merged)
    const rest = all.filter((span) => !touched.includes(span))
    kept.set(
      record.key,
      [...rest, { start, end, value: after }].toSorted((a, b) => a.end - b.end),
    )
    const tell = (span: { start: number; end: number }, before: A | null, next: A | null): void => {
      const windowed: Windowed<K> = { key: record.key, window: { start: span.start, end: span.end } }
      run.forward(self, { ...record, key: windowed, timestamp: span.end, value: { before, after: next } })
    }
    // As in Kafka Streams: only a session of one moment is changed in place.
    const same = start === end
    if (!same) for (const span of touched) tell(span, span.value, null)
    tell({ start, end }, same ? merged : null, after)
    sweep(kept, closed, keptMs, ([, spans]) => !(spans as Sessions<A>).some(live))
  }
  const node = graph.addProcessor(nodeName, { parents: [input.node], stores: [store], timed: true, work })
  const windowed = windowedKey(key)
  const place = { graph, node, key: windowed, value: codec, rekeyed: false }
  return new KTable(place, { lookup: sessionLookup<K, A>(store), graceMs: keptMs })
}

function sessionLookup<K, A>(store: string): Lookup<Windowed<K>, A> {
  return {
    stores: [store],
    get: (run: Reading, { key, window }) => {
      const spans = run.store(store).get(key) as Sessions<A> | undefined
      const found = spans?.find(({ start, end }) => start === window.start && end === window.end)
      return found === undefined ? undefined : [found.value, found.end]
    },
    *keys(run) {
      for (const [key, spans] of run.store(store).entries() as Iterable<[K, Sessions<A>]>) {
        for (const { start, end } of spans) yield { key, window: { start, end } }
      }
    },
  }
}
