import { needed } from '../topology/codecs.ts'
import type { StreamRecord } from '../topology/stream-record.ts'
import type { Place } from './place.ts'

export interface RepartitionOptions {
  /** The topic is `<application>-<name>-repartition`. */
  readonly name: string
  /** As many as the topics before it, or those that it is joined with, by default. */
  readonly partitions?: number | undefined
}

/** Through a topic, so that equal keys meet. Records without a key have no place there and are dropped. */
export function repartitioned<K, V>(place: Place<K, V>, { name, partitions }: RepartitionOptions): Place<K, V> {
  const { graph, node } = place
  const topic = `${name}-repartition`
  const key = needed(place.key, 'key', topic)
  const value = needed(place.value, 'value', topic)
  const [sinkName, filterName, sourceName] = ['KSTREAM-SINK-', 'KSTREAM-FILTER-', 'KSTREAM-SOURCE-'].map((prefix) =>
    graph.name(prefix),
  ) as [string, string, string]
  const generated = /^KSTREAM.*-\d{10}$/u.test(name)
  const filter = graph.addProcessor(generated ? filterName : `${topic}-filter`, {
    parents: [node],
    work: (record, run, self) => {
      if (record.key !== null) run.forward(self, record)
    },
  })
  const encode = (record: StreamRecord<K, V>) => ({
    key: key.encode(record.key),
    value: record.value === null ? null : value.encode(record.value),
  })
  graph.addSink(generated ? sinkName : `${topic}-sink`, filter, { topic, internal: true }, encode)
  const source = graph.addSource(generated ? sourceName : `${topic}-source`, {
    name: topic,
    internal: true,
    partitions,
    key,
    value,
  })
  return { ...place, node: source, rekeyed: false }
}
