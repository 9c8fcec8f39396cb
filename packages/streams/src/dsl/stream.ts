import type { Codec } from '@millrace/client'
import { codecOf, type CodecLike } from '../topology/codecs.ts'
import type { GraphNode, Run } from '../topology/graph.ts'
import type { StreamRecord } from '../topology/stream-record.ts'
import { GroupedStream } from './grouped-stream.ts'
import type { JoinWindow } from './join-window.ts'
import type { Place, SinkTopic } from './place.ts'
import { attachProcessor, type CustomProcessor } from './custom-processor.ts'
import { repartitioned, type RepartitionOptions } from './repartitioned.ts'
import { joinStreams, type JoinKind, type StreamJoinOptions } from './stream-join.ts'
import { joinTable } from './stream-table-join.ts'
import { streamToTable, type KTable, type TableNaming } from './table.ts'
import type { StoreSpecs } from '../processor/processor-options.ts'

/** Codecs of what a step gives, where a later step has to write it. */
export interface Codecs<K, V> {
  readonly key?: CodecLike<K>
  readonly value?: CodecLike<V>
}

/** Records one after another: facts. Every step gives a new stream. */
export class KStream<K, V> {
  readonly place: Place<K, V>

  constructor(place: Place<K, V>) {
    this.place = place
  }

  filter<W extends V>(holds: (key: K, value: V) => value is V & W): KStream<K, W>
  filter(holds: (key: K, value: V) => boolean): KStream<K, V>
  filter(holds: (key: K, value: V) => boolean): KStream<K, V> {
    return this.#then('KSTREAM-FILTER-', this.place, (record, forward) => {
      if (holds(record.key, record.value)) forward(record)
    })
  }

  filterNot(holds: (key: K, value: V) => boolean): KStream<K, V> {
    return this.filter((key, value) => !holds(key, value))
  }

  map<K2, V2>(to: (key: K, value: V) => readonly [key: K2, value: V2], codecs: Codecs<K2, V2> = {}): KStream<K2, V2> {
    const place = { rekeyed: true, key: codecOf(codecs.key), value: codecOf(codecs.value) }
    return this.#then('KSTREAM-MAP-', place, (record, forward) => {
      const [key, value] = to(record.key, record.value)
      forward({ ...record, key, value })
    })
  }

  mapValues<V2>(to: (value: V, key: K) => V2, codec?: CodecLike<V2>): KStream<K, V2> {
    return this.#then('KSTREAM-MAPVALUES-', { ...this.place, value: codecOf(codec) }, (record, forward) =>
      forward({ ...record, value: to(record.value, record.key) }),
    )
  }

  flatMap<K2, V2>(
    to: (key: K, value: V) => Iterable<readonly [key: K2, value: V2]>,
    codecs: Codecs<K2, V2> = {},
  ): KStream<K2, V2> {
    const place = { rekeyed: true, key: codecOf(codecs.key), value: codecOf(codecs.value) }
    return this.#then('KSTREAM-FLATMAP-', place, (record, forward) => {
      for (const [key, value] of to(record.key, record.value)) forward({ ...record, key, value })
    })
  }

  flatMapValues<V2>(to: (value: V, key: K) => Iterable<V2>, codec?: CodecLike<V2>): KStream<K, V2> {
    return this.#then('KSTREAM-FLATMAPVALUES-', { ...this.place, value: codecOf(codec) }, (record, forward) => {
      for (const value of to(record.value, record.key)) forward({ ...record, value })
    })
  }

  selectKey<K2>(to: (key: K, value: V) => K2, codec?: CodecLike<K2>): KStream<K2, V> {
    const place = { ...this.place, rekeyed: true, key: codecOf(codec) }
    return this.#then('KSTREAM-KEY-SELECT-', place, (record, forward) =>
      forward({ ...record, key: to(record.key, record.value) }),
    )
  }

  /** Looks at each record. An aborted transaction's records are seen again. */
  peek(look: (key: K, value: V) => void): KStream<K, V> {
    return this.#then('KSTREAM-PEEK-', this.place, (record, forward) => {
      look(record.key, record.value)
      forward(record)
    })
  }

  /** Each record goes to the first branch that holds, else to `rest`. */
  split<Name extends string>(
    branches: Readonly<Record<Name, (key: K, value: V) => boolean>>,
  ): Readonly<Record<Name | 'rest', KStream<K, V>>> {
    const { graph, node } = this.place
    const names = Object.keys(branches) as Name[]
    const splitter = graph.addProcessor<K, V>(graph.name('KSTREAM-BRANCH-'), {
      parents: [node],
      work: (record, run, self) => {
        const found = names.findIndex((name) => branches[name](record.key, record.value))
        const child = self.children[found < 0 ? names.length : found] as GraphNode
        child.work(record, run, child)
      },
    })
    const streams = [...names, 'rest' as const].map((name) => {
      const parents = [splitter]
      const branch = graph.addProcessor(`${splitter.name}-${name}`, {
        parents,
        work: (record, run, self) => run.forward(self, record),
      })
      return [name, new KStream({ ...this.place, node: branch })] as const
    })
    return Object.fromEntries(streams) as Record<Name | 'rest', KStream<K, V>>
  }

  /** Both streams' records, in no order between the two. */
  merge<V2>(other: KStream<K, V2>): KStream<K, V | V2> {
    const { graph, node, key, value, rekeyed } = this.place
    const merged = graph.addProcessor(graph.name('KSTREAM-MERGE-'), {
      parents: [node, other.place.node],
      work: (record, run, self) => run.forward(self, record),
    })
    const same = (value as unknown) === other.place.value
    return new KStream<K, V | V2>({
      graph,
      node: merged,
      key,
      value: same ? (value as Codec<V | V2> | undefined) : undefined,
      rekeyed: rekeyed || other.place.rekeyed,
    })
  }

  /** Through a topic of the application, whose partitions equal keys share. */
  repartition(options: RepartitionOptions & Codecs<K, V>): KStream<K, V> {
    const { key = this.place.key, value = this.place.value } = options
    return new KStream(repartitioned({ ...this.place, key: codecOf(key), value: codecOf(value) }, options))
  }

  /** To a topic; null is written as a tombstone. */
  to(topic: SinkTopic<K, V>): void {
    const { graph, node } = this.place
    const encode = ({ key, value }: StreamRecord<K, V>) => ({
      key: key === null ? null : topic.key.encode(key),
      value: value === null ? null : topic.value.encode(value),
    })
    graph.addSink(graph.name('KSTREAM-SINK-'), node, { topic: topic.name, internal: false }, encode)
  }

  groupByKey(codecs: Codecs<K, V> = {}): GroupedStream<K, V> {
    const { key = this.place.key, value = this.place.value } = codecs
    return new GroupedStream({ ...this.place, key: codecOf(key), value: codecOf(value) })
  }

  groupBy<K2>(to: (key: K, value: V) => K2, codecs: Codecs<K2, V> = {}): GroupedStream<K2, V> {
    return this.selectKey(to, codecs.key).groupByKey(codecs.value === undefined ? {} : { value: codecs.value })
  }

  toTable(naming: TableNaming<V> = {}): KTable<K, NonNullable<V>> {
    return streamToTable(this.#meeting(), naming)
  }

  /** With the table's entry of the key, as it is when the record passes; records without one are dropped. */
  joinTable<T, R>(
    table: KTable<K, T, unknown>,
    join: (value: V, entry: T, key: K) => R,
    codec?: CodecLike<R>,
  ): KStream<K, R> {
    return new KStream(joinTable(this.#meeting(), table, 'inner', (v, t, k) => join(v, t as T, k), codec))
  }

  leftJoinTable<T, R>(
    table: KTable<K, T, unknown>,
    join: (value: V, entry: T | null, key: K) => R,
    codec?: CodecLike<R>,
  ): KStream<K, R> {
    return new KStream(joinTable(this.#meeting(), table, 'left', join, codec))
  }

  /** Pairs of records of one key whose timestamps lie within the window of one another. */
  join<V2, R>(
    other: KStream<K, V2>,
    join: (value: V, other: V2, key: K) => R,
    window: JoinWindow,
    options: StreamJoinOptions<V, V2, R> = {},
  ): KStream<K, R> {
    return this.#joined('inner', other, (v, o, k) => join(v as V, o as V2, k), window, options)
  }

  /** As `join`; a record of this stream that found nobody comes alone when its window has closed. */
  leftJoin<V2, R>(
    other: KStream<K, V2>,
    join: (value: V, other: V2 | null, key: K) => R,
    window: JoinWindow,
    options: StreamJoinOptions<V, V2, R> = {},
  ): KStream<K, R> {
    return this.#joined('left', other, (v, o, k) => join(v as V, o, k), window, options)
  }

  /** As `join`; records of either stream that found nobody come alone when their windows have closed. */
  outerJoin<V2, R>(
    other: KStream<K, V2>,
    join: (value: V | null, other: V2 | null, key: K) => R,
    window: JoinWindow,
    options: StreamJoinOptions<V, V2, R> = {},
  ): KStream<K, R> {
    return this.#joined('outer', other, join, window, options)
  }

  /** A processor of one's own, with stores and punctuations. */
  process<K2, V2, const Specs extends StoreSpecs = Record<never, never>>(
    custom: CustomProcessor<K, V, K2, V2, Specs>,
    codecs: Codecs<K2, V2> = {},
  ): KStream<K2, V2> {
    return new KStream({
      graph: this.place.graph,
      node: attachProcessor(this.place, custom),
      key: codecOf(codecs.key),
      value: codecOf(codecs.value),
      rekeyed: true,
    })
  }

  #joined<V2, R>(
    kind: JoinKind,
    other: KStream<K, V2>,
    join: (value: V | null, other: V2 | null, key: K) => R,
    window: JoinWindow,
    options: StreamJoinOptions<V, V2, R>,
  ): KStream<K, R> {
    return new KStream(joinStreams(kind, this.#meeting(), other.#meeting(), join, window, options))
  }

  /** Repartitioned if keys have changed. */
  #meeting(): Place<K, V> {
    return this.place.rekeyed ? repartitioned(this.place, { name: this.place.node.name }) : this.place
  }

  #then<K2, V2>(
    prefix: string,
    next: Pick<Place<K2, V2>, 'key' | 'value' | 'rekeyed'>,
    step: (record: StreamRecord<K, V>, forward: (record: StreamRecord<K2, V2>) => void) => void,
  ): KStream<K2, V2> {
    const { graph, node } = this.place
    const work = (record: StreamRecord<K, V>, run: Run, self: GraphNode): void =>
      step(record, (given) => run.forward(self, given))
    const { key, value } = next
    const rekeyed = next.rekeyed || this.place.rekeyed
    return new KStream({
      graph,
      node: graph.addProcessor(graph.name(prefix), { parents: [node], work }),
      key,
      value,
      rekeyed,
    })
  }
}
