import { codecOf, type CodecLike } from '../topology/codecs.ts'
import type { KTable } from './table.ts'
import type { Place } from './place.ts'

/** Kafka Streams' KStreamKTableJoin: records without a value are dropped, and those without a key unless the join is left (KIP-962). */
export function joinTable<K, V, T, R>(
  place: Place<K, V>,
  table: KTable<K, T, unknown>,
  kind: 'inner' | 'left',
  join: (value: V, entry: T | null, key: K) => R,
  codec: CodecLike<R> | undefined,
): Place<K, R> {
  const { graph, node, key } = place
  const joined = graph.addProcessor<K, V>(graph.name(kind === 'inner' ? 'KSTREAM-JOIN-' : 'KSTREAM-LEFTJOIN-'), {
    parents: [node],
    stores: table.lookup.stores,
    work: (record, run, self) => {
      if (record.value === null) return
      const entry = record.key === null ? null : (table.lookup.get(run, record.key)?.[0] ?? null)
      if (entry === null && kind === 'inner') return
      run.forward(self, { ...record, value: join(record.value, entry, record.key) })
    },
  })
  return { graph, node: joined, key, value: codecOf(codec), rekeyed: false }
}
