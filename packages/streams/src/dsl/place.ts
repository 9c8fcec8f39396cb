import type { Codec } from '@millrace/client'
import type { Graph, GraphNode } from '../topology/graph.ts'

/** Where in a graph a stream comes out, and what is known of its bytes. */
export interface Place<K, V> {
  readonly graph: Graph
  readonly node: GraphNode
  readonly key: Codec<K> | undefined
  readonly value: Codec<V> | undefined
  /** Keys may have changed: equal keys no longer meet in one partition. */
  readonly rekeyed: boolean
}

/** What a sink needs of a topic. */
export interface SinkTopic<K, V> {
  readonly name: string
  readonly key: { encode(value: K): Buffer | null }
  readonly value: { encode(value: V): Buffer | null }
}
