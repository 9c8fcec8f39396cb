import { codecOf, needed, type CodecLike } from '../topology/codecs.ts'
import { earliestIn, setEarliest } from '../topology/earliest.ts'
import type { AnyStore, GraphNode, Run } from '../topology/graph.ts'
import { spanList, type Span } from '../topology/span-list.ts'
import type { StreamRecord } from '../topology/stream-record.ts'
import { noHeaders } from '../topology/execution.ts'
import { sweep } from './expiry.ts'
import type { JoinWindow } from './join-window.ts'
import type { Place } from './place.ts'

export type JoinKind = 'inner' | 'left' | 'outer'

export interface StreamJoinOptions<V, O, R> {
  /** The stores are `<name>-this-join-store` and `<name>-other-join-store`. */
  readonly name?: string
  readonly value?: CodecLike<V>
  readonly other?: CodecLike<O>
  readonly result?: CodecLike<R>
}

/** A record that waits for others, and whether it has met one. */
type Waiting<V> = Span<readonly [value: V, met: boolean]>

interface Side {
  readonly name: string
  readonly store: string
  readonly otherStore: string
  /** Where others may lie, from a record's own timestamp. */
  readonly beforeMs: number
  readonly afterMs: number
  readonly graceMs: number
  /** Comes alone when it met nobody until its window closed. */
  readonly alone: boolean
  readonly otherAlone: boolean
  readonly join: (value: unknown, other: unknown, key: unknown) => unknown
}

/** Kafka Streams' KStreamKStreamJoin: both sides are kept for as long as somebody may come; stream time is that of both. */
export function joinStreams<K, V, O, R>(
  kind: JoinKind,
  left: Place<K, V>,
  right: Place<K, O>,
  join: (value: V | null, other: O | null, key: K) => R,
  { beforeMs, afterMs, graceMs }: JoinWindow,
  options: StreamJoinOptions<V, O, R>,
): Place<K, R> {
  const { graph } = left
  const windowed = [left.node, right.node].map((parent) =>
    graph.addProcessor(graph.name('KSTREAM-WINDOWED-'), {
      parents: [parent],
      work: (r, run, self) => run.forward(self, r),
    }),
  )
  const [leftAlone, rightAlone] = [kind !== 'inner', kind === 'outer']
  const thisName = graph.name(rightAlone ? 'KSTREAM-OUTERTHIS-' : 'KSTREAM-JOINTHIS-')
  const otherName = graph.name(leftAlone ? 'KSTREAM-OUTEROTHER-' : 'KSTREAM-JOINOTHER-')
  const { name } = options
  const store = name === undefined ? `${thisName}-store` : `${name}-this-join-store`
  const otherStore = name === undefined ? `${otherName}-store` : `${name}-other-join-store`
  addBuffer({ ...left, value: codecOf(options.value) ?? left.value }, store)
  addBuffer({ ...right, value: codecOf(options.other) ?? right.value }, otherStore)
  const stores = [store, otherStore]
  const one = {
    name: thisName,
    store,
    otherStore,
    beforeMs,
    afterMs,
    graceMs,
    alone: leftAlone,
    otherAlone: rightAlone,
  }
  const other = { beforeMs: afterMs, afterMs: beforeMs, graceMs, alone: rightAlone, otherAlone: leftAlone }
  const sides: [Side, Side] = [
    { ...one, join: (v, o, k) => join(v as V | null, o as O | null, k as K) },
    {
      ...other,
      name: otherName,
      store: otherStore,
      otherStore: store,
      join: (o, v, k) => join(v as V | null, o as O | null, k as K),
    },
  ]
  const clock = { node: undefined as GraphNode | undefined }
  const parents = sides.map((side, index) => {
    const node = graph.addProcessor(side.name, {
      parents: [windowed[index] as GraphNode],
      stores,
      timed: true,
      work: (record, run, self) => meet(record, run, self, side, sides[1 - index] as Side, clock.node ?? self),
    })
    clock.node ??= node
    return node
  })
  const node = graph.addProcessor(graph.name('KSTREAM-MERGE-'), {
    parents,
    work: (r, run, self) => run.forward(self, r),
  })
  return { graph, node, key: left.key, value: codecOf(options.result), rekeyed: false }
}

function addBuffer<K, V>({ graph, key, value }: Place<K, V>, store: string): void {
  const codec = needed(value, 'value', store)
  graph.addStore(store, {
    key: needed(key, 'key', store),
    value: spanList<readonly [V, boolean]>({
      encode: ([each, met]) => Buffer.concat([Buffer.of(met ? 1 : 0), codec.encode(each) ?? Buffer.alloc(0)]),
      decode: (bytes) => {
        const read = codec.decode(bytes?.subarray(1) ?? null)
        return read.kind === 'poison' ? read : { kind: 'value', value: [read.value, bytes?.[0] === 1] }
      },
    }),
  })
}

function meet(record: StreamRecord, run: Run, self: GraphNode, side: Side, opposite: Side, clock: GraphNode): void {
  const { key, value, timestamp } = record
  if (key === null || value === null) return
  const now = run.observe(clock, timestamp)
  const [own, others] = [run.store(side.store), run.store(side.otherStore)]
  if (now === timestamp) {
    for (const each of [side, opposite]) if (each.alone) closeWindows(run, self, each, now)
  }
  const there = waitingIn(others, key)
  const found = there.filter(({ start }) => start >= timestamp - side.beforeMs && start <= timestamp + side.afterMs)
  for (const each of found) {
    const latest = Math.max(timestamp, each.start)
    run.forward(self, { ...record, timestamp: latest, value: side.join(value, each.value[0], key) })
  }
  if (side.otherAlone && found.some(({ value: [, met] }) => !met)) {
    const met = there.map((each) => (found.includes(each) ? { ...each, value: [each.value[0], true] as const } : each))
    others.set(key, met)
  }
  const keptMs = side.beforeMs + side.afterMs + side.graceMs
  const late = timestamp + side.afterMs + side.graceMs < now
  if (side.alone && found.length === 0 && late) run.forward(self, { ...record, value: side.join(value, null, key) })
  if (timestamp >= now - keptMs) {
    const waiting: Waiting<unknown> = { start: timestamp, end: timestamp, value: [value, late || found.length > 0] }
    const kept = waitingIn(own, key).filter(({ start }) => start >= now - keptMs)
    own.set(
      key,
      [...kept, waiting].toSorted((a, b) => a.start - b.start),
    )
    const closes = timestamp + side.afterMs + side.graceMs
    setEarliest(own, Math.min(earliestIn(own), closes))
  }
  for (const store of [own, others]) {
    sweep(store, now, keptMs, ([, list]) => (list as Waiting<unknown>[]).every(({ start }) => start < now - keptMs))
  }
}

/** Lone records whose windows have closed, in the order of their timestamps. */
function closeWindows(run: Run, self: GraphNode, side: Side, now: number): void {
  const store = run.store(side.store)
  if (earliestIn(store) >= now) return
  const due: { readonly key: unknown; readonly waiting: Waiting<unknown> }[] = []
  const closesAt = ({ start }: Waiting<unknown>): number => start + side.afterMs + side.graceMs
  let next = Infinity
  for (const [key, list] of store.entries() as Iterable<[unknown, Waiting<unknown>[]]>) {
    for (const waiting of list) {
      if (waiting.value[1]) continue
      if (closesAt(waiting) < now) due.push({ key, waiting })
      else next = Math.min(next, closesAt(waiting))
    }
  }
  setEarliest(store, next)
  for (const { key, waiting } of due.toSorted((a, b) => a.waiting.start - b.waiting.start)) {
    const [value] = waiting.value
    const gone = { ...waiting, value: [value, true] as const }
    store.set(
      key,
      waitingIn(store, key).map((each) => (each === waiting ? gone : each)),
    )
    run.forward(self, { key, value: side.join(value, null, key), timestamp: waiting.start, headers: noHeaders })
  }
}

function waitingIn(store: AnyStore, key: unknown): Waiting<unknown>[] {
  return (store.get(key) as Waiting<unknown>[] | undefined) ?? []
}
