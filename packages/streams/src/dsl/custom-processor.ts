import type { StoreSpecs, StoresOf } from '../processor/processor-options.ts'
import type { StoreSpec } from '../processor/store.ts'
import type { GraphNode, Punctuation, Run } from '../topology/graph.ts'
import type { StreamRecord } from '../topology/stream-record.ts'
import { noHeaders } from '../topology/execution.ts'
import type { Place } from './place.ts'

export interface CustomContext<K, V, Specs extends StoreSpecs> {
  readonly stores: StoresOf<Specs>
  readonly partition: number
  /** The latest timestamp of the task, ms since epoch; -1 before any. */
  readonly streamTime: number
  forward(record: Pick<StreamRecord<K, V>, 'key' | 'value' | 'timestamp'> & Partial<StreamRecord<K, V>>): void
}

/**
 * A processor that keeps everything that has to last in its stores: it is called for any of the partitions, and called again when
 * a transaction was aborted.
 */
export interface CustomProcessor<K, V, K2, V2, Specs extends StoreSpecs> {
  readonly name?: string
  readonly stores?: Specs
  readonly process: (record: StreamRecord<K, V>, context: CustomContext<K2, V2, Specs>) => void
  /** By stream time: with the first record, then for each interval. By the domain clock: after each interval. */
  readonly punctuate?: readonly {
    readonly everyMs: number
    readonly by: 'stream-time' | 'clock'
    readonly run: (now: number, context: CustomContext<K2, V2, Specs>) => void
  }[]
}

export function attachProcessor<K, V, K2, V2, Specs extends StoreSpecs>(
  { graph, node }: Place<K, V>,
  custom: CustomProcessor<K, V, K2, V2, Specs>,
): GraphNode {
  const names = Object.keys(custom.stores ?? {})
  for (const [name, spec] of Object.entries(custom.stores ?? {}))
    graph.addStore(name, spec as StoreSpec<unknown, unknown>)
  const contextOf = (run: Run, self: GraphNode): CustomContext<K2, V2, Specs> => ({
    stores: Object.fromEntries(names.map((name) => [name, run.store(name)])) as unknown as StoresOf<Specs>,
    partition: run.partition,
    streamTime: run.streamTime,
    forward: (record) => run.forward(self, { headers: noHeaders, ...record }),
  })
  const punctuations = (custom.punctuate ?? []).map(({ everyMs, by, run }): Punctuation => ({
    everyMs,
    by,
    run: (now, running, self) => run(now, contextOf(running, self)),
  }))
  return graph.addProcessor<K, V>(custom.name ?? graph.name('KSTREAM-PROCESSOR-'), {
    parents: [node],
    stores: names,
    timed: true,
    punctuations,
    work: (record, run, self) => custom.process(record, contextOf(run, self)),
  })
}
