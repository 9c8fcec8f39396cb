import type { Codec, OutputRecord } from '@millrace/client'
import { Refusal } from '@millrace/kernel'
import type { KeyValueStore, ReadonlyStore, StoreSpec } from '../processor/store.ts'
import type { StreamRecord } from './stream-record.ts'

export type AnyStore = KeyValueStore<unknown, unknown>

/** Stores of one partition, to be read. */
export interface Reading {
  store(name: string): ReadonlyStore<unknown, unknown>
}

/** What a node's work may use while a record passes; all of it belongs to the record's transaction. */
export interface Run {
  readonly partition: number
  /** The latest timestamp that the task has seen. */
  readonly streamTime: number
  store(name: string): AnyStore
  forward(from: GraphNode, record: StreamRecord): void
  /** Internal topics get the application's prefix. */
  send(record: OutputRecord, internal: boolean): void
  /** The latest time that was told under a node's name, this one included; survives restarts. */
  observe(node: Pick<GraphNode, 'name'>, timestamp: number): number
}

export interface Punctuation {
  readonly everyMs: number
  readonly by: 'stream-time' | 'clock'
  readonly run: (now: number, run: Run, node: GraphNode) => void
}

export interface SourceTopic {
  /** Without the application's prefix when internal. */
  readonly name: string
  readonly internal: boolean
  /** Of an internal topic, when it was asked for. */
  readonly partitions?: number | undefined
  readonly key: Codec<unknown>
  readonly value: Codec<unknown>
}

type Work = (record: StreamRecord, run: Run, node: GraphNode) => void

export interface GraphNode {
  readonly name: string
  readonly kind: 'source' | 'processor' | 'sink'
  readonly parents: readonly GraphNode[]
  readonly children: GraphNode[]
  readonly stores: string[]
  readonly work: Work
  readonly source?: SourceTopic
  readonly sink?: { readonly topic: string; readonly internal: boolean }
  /** Its task has to remember stream time. */
  readonly timed: boolean
  readonly punctuations: readonly Punctuation[]
}

interface NodeOptions<K, V> {
  readonly parents: readonly GraphNode[]
  readonly work: (record: StreamRecord<K, V>, run: Run, node: GraphNode) => void
  readonly stores?: readonly string[]
  readonly timed?: boolean
  readonly punctuations?: readonly Punctuation[]
}

const NAME = /^[\w.-]{1,100}$/u

/** Nodes and stores of a topology. Names and their numbers are those of Kafka Streams. */
export class Graph {
  readonly nodes: GraphNode[] = []
  readonly stores = new Map<string, StoreSpec<unknown, unknown>>()
  readonly #names = new Set<string>()
  #next = 0

  /** `KSTREAM-MAP-0000000003` */
  name(prefix: string): string {
    return `${prefix}${String(this.#next++).padStart(10, '0')}`
  }

  addStore<K, V>(name: string, spec: StoreSpec<K, V>): void {
    this.#claim(name, 'store')
    this.stores.set(name, spec as unknown as StoreSpec<unknown, unknown>)
  }

  addSource(name: string, source: SourceTopic): GraphNode {
    const other = this.nodes.find(
      (node) => node.source?.name === source.name && node.source.internal === source.internal,
    )
    if (other !== undefined) {
      throw new Refusal('INVALID_TOPOLOGY', `topic ${source.name} is read twice; use the first stream or table again`)
    }
    return this.#add(
      name,
      'source',
      { parents: [], work: (record, run, node) => run.forward(node, record) },
      { source },
    )
  }

  addProcessor<K, V>(name: string, options: NodeOptions<K, V>): GraphNode {
    return this.#add(name, 'processor', options as unknown as NodeOptions<unknown, unknown>, {})
  }

  addSink<K, V>(
    name: string,
    parent: GraphNode,
    sink: { readonly topic: string; readonly internal: boolean },
    encode: (record: StreamRecord<K, V>) => Pick<OutputRecord, 'key' | 'value'>,
  ): GraphNode {
    const work = (record: StreamRecord, run: Run): void => {
      const { timestamp, headers } = record
      run.send({ topic: sink.topic, timestamp, headers, ...encode(record as StreamRecord<K, V>) }, sink.internal)
    }
    return this.#add(name, 'sink', { parents: [parent], work }, { sink })
  }

  #add(
    name: string,
    kind: GraphNode['kind'],
    { parents, work, stores = [], timed = false, punctuations = [] }: NodeOptions<unknown, unknown>,
    ends: Pick<GraphNode, 'source' | 'sink'>,
  ): GraphNode {
    this.#claim(name, 'step')
    const node: GraphNode = {
      name,
      kind,
      parents,
      children: [],
      stores: [...stores],
      work,
      timed,
      punctuations,
      ...ends,
    }
    for (const parent of parents) parent.children.push(node)
    this.nodes.push(node)
    return node
  }

  #claim(name: string, what: 'step' | 'store'): void {
    if (!NAME.test(name)) {
      throw new Refusal('INVALID_TOPOLOGY', `${name} is no name for a ${what}: letters, digits, dot, dash, underscore`)
    }
    const key = `${what} ${name}`
    if (this.#names.has(key)) throw new Refusal('INVALID_TOPOLOGY', `there are two of ${key}; give one another name`)
    this.#names.add(key)
  }
}
