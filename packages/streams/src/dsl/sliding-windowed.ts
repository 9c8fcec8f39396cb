import { needed, stamped, windowedKey, type Stamped } from '../topology/codecs.ts'
import type { GraphNode, Reading, Run } from '../topology/graph.ts'
import { spanList, type Span } from '../topology/span-list.ts'
import type { StreamRecord, Windowed } from '../topology/stream-record.ts'
import type { Folding } from './aggregation.ts'
import { sweep } from './expiry.ts'
import type { Place } from './place.ts'
import { repartitioned } from './repartitioned.ts'
import { KTable, type Lookup } from './table.ts'
import type { SlidingWindows } from './windows.ts'

/** Windows of a key by their starts; each has the time of its latest record. */
type Windows<A> = Map<number, Stamped<A>>

interface Told<A> {
  readonly start: number
  readonly before: A | null
  readonly after: Stamped<A>
}

/**
 * Kafka Streams' KStreamSlidingWindowAggregate (KIP-450): a window ends at each record, and one begins right after each, when it
 * holds any.
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
  const codec = needed(value, 'value', store)
  graph.addStore(store, { key, value: spanList(stamped(codec)) })
  const work = (record: StreamRecord<K, V>, run: Run, self: GraphNode): void => {
    if (record.key === null || record.value === null) return
    const { timestamp } = record
    const closed = run.observe(self, timestamp) - graceMs
    if (timestamp + differenceMs < closed) return
    const entries = run.store(store)
    // A record looks back two differences; as in Kafka Streams, from the latest start of any window.
    const starts = { name: `${self.name}-starts` }
    const over = run.observe(starts, -1) - 2 * differenceMs - graceMs
    const isNeeded = ({ start }: Span<unknown>): boolean => start > over
    const spans = ((entries.get(record.key) as Kept<A> | undefined) ?? []).filter(isNeeded)
    const windows: Windows<A> = new Map(spans.map(({ start, value: each }) => [start, each]))
    const taking = new Taking(windows, differenceMs, closed, timestamp, (before: A | null) =>
      fold(record.key, record.value, before),
    )
    const told = timestamp < differenceMs ? taking.early() : taking.usual()
    entries.set(record.key, listOf(windows, differenceMs))
    run.observe(starts, Math.max(-1, ...told.map(({ start }) => start)))
    for (const { start, before, after } of told) {
      const windowed: Windowed<K> = { key: record.key, window: { start, end: start + differenceMs } }
      run.forward(self, { ...record, key: windowed, timestamp: after[1], value: { before, after: after[0] } })
    }
    sweep(entries, closed, differenceMs + graceMs, ([, kept]) => !(kept as Kept<A>).some(isNeeded))
  }
  const node = graph.addProcessor(nodeName, { parents: [input.node], stores: [store], timed: true, work })
  const place = { graph, node, key: windowedKey(key), value: codec, rekeyed: false }
  return new KTable<Windowed<K>, A, never>(place, { lookup: lookupOf(store), graceMs })
}

/** A record's way into the windows of its key; they are changed, and what was told of them is given. */
class Taking<A> {
  readonly #windows: Windows<A>
  readonly #differenceMs: number
  readonly #closed: number
  readonly #at: number
  readonly #fold: (before: A | null) => A
  readonly #told: Told<A>[] = []

  constructor(windows: Windows<A>, differenceMs: number, closed: number, at: number, fold: (before: A | null) => A) {
    this.#windows = windows
    this.#differenceMs = differenceMs
    this.#closed = closed
    this.#at = at
    this.#fold = fold
  }

  usual(): readonly Told<A>[] {
    const [at, size] = [this.#at, this.#differenceMs]
    let [left, right]: (Stamped<A> | undefined)[] = []
    let previous: number | undefined
    const ends = this.#windows.has(at - size)
    for (const [start, found] of this.#near(at - 2 * size).toReversed()) {
      if (start > at) continue
      if (start + size < at) {
        ;[left, previous] = [found, found[1]]
        break
      }
      this.#update(start, found)
      if (start + size > at) right ??= found
      else if (found[1] < at) previous = found[1]
      // It has a record of this time: what this one would make is there.
      else return this.#told
    }
    if (previous !== undefined && previous + 1 + size >= at) this.#begin(previous + 1)
    // The window before may be the same; Kafka Streams tells it twice.
    if (!ends) {
      const holds = previous !== undefined && previous >= at - size
      this.#update(at - size, holds && left !== undefined ? [left[0], at] : undefined)
    }
    this.#after(right)
    return this.#told
  }

  /** No window begins before the epoch: the first one holds all that is earlier than its end. */
  early(): readonly Told<A>[] {
    const first = this.#windows.get(0)
    let right: Stamped<A> | undefined
    for (const [start, found] of this.#near(1)) {
      if (start > this.#at) continue
      right = found
      this.#update(start, found)
    }
    if (right === undefined && first !== undefined && first[1] > this.#at) right = first
    this.#after(right)
    if (first !== undefined && first[1] < this.#at) this.#begin(first[1] + 1)
    this.#update(0, first)
    return this.#told
  }

  /** From a start on to the one right after the record, ascending. */
  #near(from: number): [start: number, found: Stamped<A>][] {
    return [...this.#windows].filter(([start]) => start >= from && start <= this.#at + 1).toSorted(([a], [b]) => a - b)
  }

  #begin(start: number): void {
    if (!this.#windows.has(start)) this.#update(start, undefined)
  }

  #update(start: number, found: Stamped<A> | undefined): void {
    if (start + this.#differenceMs < this.#closed) return
    const before = found?.[0] ?? null
    const after: Stamped<A> = [this.#fold(before), Math.max(this.#at, found?.[1] ?? 0)]
    this.#windows.set(start, after)
    this.#told.push({ start, before, after })
  }

  /** The window right after the record holds what the nearest one has of later records. */
  #after(right: Stamped<A> | undefined): void {
    const start = this.#at + 1
    if (right === undefined || right[1] <= this.#at || this.#windows.has(start)) return
    this.#windows.set(start, right)
    this.#told.push({ start, before: null, after: right })
  }
}

type Kept<A> = readonly Span<Stamped<A>>[]

const listOf = <A>(windows: Windows<A>, differenceMs: number): Kept<A> =>
  [...windows]
    .map(([start, value]) => ({ start, end: start + differenceMs, value }))
    .toSorted((a, b) => a.start - b.start)

const lookupOf = <K, A>(store: string): Lookup<Windowed<K>, A> => ({
  stores: [store],
  get: (run: Reading, { key, window }) =>
    (run.store(store).get(key) as Kept<A> | undefined)?.find(({ start }) => start === window.start)?.value,
  *keys(run) {
    for (const [key, kept] of run.store(store).entries() as Iterable<[K, Kept<A>]>) {
      for (const { start, end } of kept) yield { key, window: { start, end } }
    }
  },
})
