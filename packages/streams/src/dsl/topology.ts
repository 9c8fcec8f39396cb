import { orTombstone, type Topic } from '@millrace/client'
import { describe } from '../topology/description.ts'
import { Graph } from '../topology/graph.ts'
import { KStream } from './stream.ts'
import { materialized, type KTable } from './table.ts'

/** Builds a topology; Kafka Streams' StreamsBuilder. Steps are typed by the topics that they come from. */
export class Topology {
  readonly graph = new Graph()
  readonly #streams = new Map<string, KStream<unknown, unknown>>()
  readonly #tables = new Map<string, KTable<unknown, unknown>>()

  /** Every record of a topic. Asked twice, the same stream. */
  stream<K, V>(topic: Topic<string, K, V>): KStream<K, V> {
    const known = this.#streams.get(topic.name)
    if (known !== undefined) return known as unknown as KStream<K, V>
    const { name, key, value } = topic
    const source = { name, key, value, internal: false }
    const node = this.graph.addSource(this.graph.name('KSTREAM-SOURCE-'), source)
    const stream = new KStream<K, V>({ graph: this.graph, node, key, value, rekeyed: false })
    this.#streams.set(name, stream as unknown as KStream<unknown, unknown>)
    return stream
  }

  /** The latest value of each key of a topic, partitioned; a tombstone removes. Asked twice, the same table. */
  table<K, V>(topic: Topic<string, K, V>, naming: { readonly name?: string } = {}): KTable<K, NonNullable<V>> {
    const known = this.#tables.get(topic.name)
    if (known !== undefined) return known as unknown as KTable<K, NonNullable<V>>
    const store = naming.name ?? this.graph.name(`${topic.name}-STATE-STORE-`)
    const { name, key } = topic
    const value = orTombstone(topic.value)
    const node = this.graph.addSource(this.graph.name('KSTREAM-SOURCE-'), { name, key, value, internal: false })
    const place = { graph: this.graph, node, key, value, rekeyed: false }
    const table = materialized<K, V | null>(place, this.graph.name('KTABLE-SOURCE-'), store)
    this.#tables.set(name, table as unknown as KTable<unknown, unknown>)
    return table as unknown as KTable<K, NonNullable<V>>
  }

  /** As Kafka Streams' `TopologyDescription.toString()`. */
  describe(): string {
    return describe(this.graph)
  }
}

export const topology = (): Topology => new Topology()
