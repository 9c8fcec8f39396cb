import type { Codec } from '@millrace/client'
import type { Graph, GraphNode } from '../topology/graph.ts'
import type { Change } from '../topology/stream-record.ts'
import type { Place } from './place.ts'
import type { KTable, Lookup } from './table.ts'

export type TableJoinKind = 'inner' | 'left' | 'outer'

type AnyTable<K, V> = Pick<KTable<K, V, unknown>, 'place' | 'lookup' | 'askBefore' | 'windowed'>

interface Side<K, V, O, R> {
  readonly graph: Graph
  readonly name: string
  readonly table: AnyTable<K, V>
  readonly other: AnyTable<K, O>
  /** An entry of this side stands without one of the other, and the reverse. */
  readonly alone: boolean
  readonly otherAlone: boolean
  readonly join: (value: V | null, other: O | null) => R
}

/** Kafka Streams' KTableKTable{Inner,Left,Right,Outer}Join: a change of either side is joined with the other's entry. */
export function joinTables<K, V, O, R>(
  kind: TableJoinKind,
  left: AnyTable<K, V>,
  right: AnyTable<K, O>,
  join: (value: V | null, other: O | null) => R,
  value: Codec<R> | undefined,
): [Place<K, R>, { lookup: Lookup<K, R>; from: readonly { askBefore(): void }[]; windowed: boolean }] {
  const { graph, key } = left.place
  const merge = graph.name('KTABLE-MERGE-')
  const [leftAlone, rightAlone] = [kind !== 'inner', kind === 'outer']
  const names = { left: graph.name('KTABLE-JOINTHIS-'), right: graph.name('KTABLE-JOINOTHER-') }
  if (kind !== 'inner') for (const table of [left, right]) table.askBefore()
  const parents = [
    addSide({ graph, name: names.left, table: left, other: right, alone: leftAlone, otherAlone: rightAlone, join }),
    addSide<K, O, V, R>({
      graph,
      name: names.right,
      table: right,
      other: left,
      alone: rightAlone,
      otherAlone: leftAlone,
      join: (o, v) => join(v, o),
    }),
  ]
  const node = graph.addProcessor(merge, { parents, work: (record, run, self) => run.forward(self, record) })
  const lookup: Lookup<K, R> = {
    stores: [...left.lookup.stores, ...right.lookup.stores],
    get: (run, k) => {
      const [v, o] = [left.lookup.get(run, k), right.lookup.get(run, k)]
      const there = v === undefined ? rightAlone && o !== undefined : leftAlone || o !== undefined
      if (!there) return undefined
      return [join(v?.[0] ?? null, o?.[0] ?? null), Math.max(v?.[1] ?? 0, o?.[1] ?? 0)]
    },
    *keys(run) {
      yield* left.lookup.keys(run)
      if (rightAlone) for (const k of right.lookup.keys(run)) if (left.lookup.get(run, k) === undefined) yield k
    },
  }
  return [
    { graph, node, key, value, rekeyed: false },
    { lookup, from: [left, right], windowed: left.windowed },
  ]
}

function addSide<K, V, O, R>({ graph, name, table, other, alone, otherAlone, join }: Side<K, V, O, R>): GraphNode {
  return graph.addProcessor<K, Change<V>>(name, {
    parents: [table.place.node],
    stores: other.lookup.stores,
    work: (record, run, self) => {
      if (record.key === null) return
      const found = other.lookup.get(run, record.key)
      const entry = found?.[0] ?? null
      const { before, after } = record.value
      if (entry === null && (!alone || (before === null && after === null))) return
      const joined = (value: V | null): R | null =>
        value === null && !(otherAlone && entry !== null) ? null : join(value, entry)
      const timestamp = Math.max(record.timestamp, found?.[1] ?? 0)
      run.forward(self, { ...record, timestamp, value: { before: joined(before), after: joined(after) } })
    },
  })
}
