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
  /** Remembers the latest time of what its store took; set when the node is there. */
  node: GraphNode | undefined
  /** Where others may lie, from a record's own timestamp. */
  readonly beforeMs: number
  readonly afterMs: number
  readonly graceMs: number
  /** Comes alone when it met nobody until its window closed. */
  readonly alone: boolean
  readonly otherAlone: boolean
  readonly bytesOf: (key: unknown) => Buffer
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
  const codec = needed(left.key, 'key', thisName)
  const bytesOf = (key: unknown): Buffer => codec.encode(key as K) ?? Buffer.alloc(0)
  const both = { graceMs, bytesOf, node: undefined }
  const sides: [Side, Side] = [
    {
      ...both,
      name: thisName,
      store,
      otherStore,
      beforeMs,
      afterMs,
      alone: leftAlone,
      otherAlone: rightAlone,
      join: (v, o, k) => join(v as V | null, o as O | null, k as K),
    },
    {
      ...both,
      name: otherName,
      store: otherStore,
      otherStore: store,
      beforeMs: afterMs,
      afterMs: beforeMs,
      alone: rightAlone,
      otherAlone: leftAlone,
      join: (o, v, k) => join(v as V | null, o as O | null, k as K),
    },
  ]
  const meeting = new Meeting(sides)
  const parents = sides.map((side, index) => {
    side.node = graph.addProcessor(side.name, {
      parents: [windowed[index] as GraphNode],
      stores: [store, otherStore],
      timed: true,
      work: (record, run, self) => meeting.meet(record, run, self, side),
    })
    return side.node
  })
  const node = graph.addProcessor(graph.name('KSTREAM-MERGE-'), {
    parents,
    work: (r, run, self) => run.forward(self, r),
  })
  meeting.clock = node
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

/** What happens to a record of either side. */
class Meeting {
  readonly #sides: readonly [Side, Side]
  /** Remembers the latest time of both. */
  clock: GraphNode | undefined

  constructor(sides: readonly [Side, Side]) {
    this.#sides = sides
  }

  meet(record: StreamRecord, run: Run, self: GraphNode, side: Side): void {
    const { key, value, timestamp } = record
    const now = run.observe(this.clock ?? self, timestamp)
    if (value === null || key === null) {
      if (key !== null) run.observe(self, timestamp)
      else if (value !== null && side.alone) run.forward(self, { ...record, value: side.join(value, null, key) })
      return
    }
    if (now === timestamp) closeWindows(run, self, this.#sides, side, now)
    const found = this.#found(record, run, side)
    for (const { start, value: other } of found) {
      run.forward(self, { ...record, value: side.join(value, other[0], key), timestamp: Math.max(timestamp, start) })
    }
    const lone = side.alone && found.length === 0
    // Without grace, as in Kafka Streams: nobody looks at a late record's window again.
    const late = timestamp + side.afterMs < now
    if (lone && late) run.forward(self, { ...record, value: side.join(value, null, key) })
    keep(record, run, side, lone && !late)
    if (lone && !late) {
      const first = run.store(this.#sides[0].store)
      setEarliest(first, Math.min(earliestIn(first), timestamp))
    }
  }

  /** Those of the other side that the record meets, by time; they have then met somebody. */
  #found({ key, timestamp }: StreamRecord, run: Run, side: Side): Waiting<unknown>[] {
    const opposite = this.#sides[side === this.#sides[0] ? 1 : 0]
    const others = run.store(side.otherStore)
    const there = waitingIn(others, key)
    const gone = expiryOf(opposite, run, -1)
    const [from, to] = [timestamp - side.beforeMs, timestamp + side.afterMs]
    const found = there.filter(({ start }) => start >= from && start <= to && start > gone)
    if (side.otherAlone && found.some(({ value: [, met] }) => !met)) {
      const met = there.map((each) =>
        found.includes(each) ? { ...each, value: [each.value[0], true] as const } : each,
      )
      others.set(key, met)
    }
    return found
  }
}

/** What a side's store has up to this time is nobody's any more: the latest that it took, less how long it keeps. */
function expiryOf({ node, beforeMs, afterMs, graceMs }: Side, run: Run, timestamp: number): number {
  return node === undefined ? -Infinity : run.observe(node, timestamp) - beforeMs - afterMs - graceMs
}

/** For those of the other side that are still to come; `waits`: and to come alone when its window closes. */
function keep({ key, value, timestamp }: StreamRecord, run: Run, side: Side, waits: boolean): void {
  const own = run.store(side.store)
  const gone = expiryOf(side, run, timestamp)
  const isNeeded = ({ start, value: [, met] }: Waiting<unknown>): boolean => start > gone || !met
  const waiting: Waiting<unknown> = { start: timestamp, end: timestamp, value: [value, !waits] }
  if (isNeeded(waiting)) {
    const kept = [...waitingIn(own, key).filter(isNeeded), waiting]
    own.set(
      key,
      kept.toSorted((a, b) => a.start - b.start),
    )
  }
  const keptMs = side.beforeMs + side.afterMs + side.graceMs
  sweep(own, gone + keptMs, keptMs, ([, list]) => !(list as Waiting<unknown>[]).some(isNeeded))
}

interface Lone {
  readonly side: Side
  readonly key: unknown
  readonly waiting: Waiting<unknown>
}

/**
 * Lone records whose windows have closed, in Kafka Streams' order: by time, the other side first, by key. As there, the next
 * look is when the window of the last one that was seen in a look has closed.
 */
function closeWindows(run: Run, self: GraphNode, sides: readonly [Side, Side], side: Side, now: number): void {
  const own = run.store(sides[0].store)
  const closes = side.afterMs + side.graceMs
  if (earliestIn(own) + closes >= now) return
  let last = Infinity
  const open = new Set<Side>()
  for (const lone of waitingAlone(run, sides)) {
    last = lone.waiting.start
    if (sides.every((each) => open.has(each))) break
    if (last + lone.side.afterMs + lone.side.graceMs >= now) open.add(lone.side)
    else release(lone, run, self)
  }
  setEarliest(own, last)
}

function release({ side, key, waiting }: Lone, run: Run, self: GraphNode): void {
  const store = run.store(side.store)
  const [value] = waiting.value
  const gone = { ...waiting, value: [value, true] as const }
  store.set(
    key,
    waitingIn(store, key).map((each) => (each === waiting ? gone : each)),
  )
  run.forward(self, { key, value: side.join(value, null, key), timestamp: waiting.start, headers: noHeaders })
}

function waitingAlone(run: Run, [left, right]: readonly [Side, Side]): Lone[] {
  const all = [right, left].flatMap((side, rank) => {
    const entries = [...run.store(side.store).entries()] as [unknown, Waiting<unknown>[]][]
    return entries.flatMap(([key, list]) => {
      const lone = list.filter(({ value: [, met] }) => !met)
      const bytes = lone.length === 0 ? undefined : side.bytesOf(key)
      return lone.map((waiting) => ({ side, key, waiting, rank, bytes: bytes as Buffer }))
    })
  })
  return all.toSorted((a, b) => a.waiting.start - b.waiting.start || a.rank - b.rank || a.bytes.compare(b.bytes))
}

function waitingIn(store: AnyStore, key: unknown): Waiting<unknown>[] {
  return (store.get(key) as Waiting<unknown>[] | undefined) ?? []
}
