import { topic, type AnyTopic, type KafkaClient, type OutputRecord, type RecordOf, type Topic } from '@millrace/client'
import { invariant } from '@millrace/kernel'
import { processor } from '../processor/processor.ts'
import type { Processor } from '../processor/processor-options.ts'
import type { StoreSpec } from '../processor/store.ts'
import { Execution } from '../topology/execution.ts'
import { forgetEarliest } from '../topology/earliest.ts'
import type { AnyStore, Graph } from '../topology/graph.ts'
import type { Subtopology } from '../topology/subtopologies.ts'
import { timesSpec, timesStoreOf } from '../topology/times.ts'
import { ClockPunctuations } from './clock-punctuations.ts'
import type { TopicNames } from './internal-topics.ts'
import type { StreamsOptions } from './streams-options.ts'

const WAIT_FOR_INPUTS_MS = 1000

type Specs = Readonly<Record<string, StoreSpec<unknown, unknown>>>
export type PartProcessor = Processor<Specs>

/** One part of a topology as a transactional processor; all parts are members of one group. */
export function partProcessor(
  kafka: KafkaClient,
  graph: Graph,
  part: Subtopology,
  { app, instanceId, ...options }: StreamsOptions,
  topicOf: TopicNames,
): PartProcessor {
  const times = timesStoreOf(part)
  const punctuations = new ClockPunctuations(part, kafka.ports.clocks.domain)
  const sources = new Map(part.sources.flatMap((node) => (node.source ? [[nameOf(node.source), node]] : [])))
  function nameOf({ name, internal }: { readonly name: string; readonly internal: boolean }): string {
    return topicOf(name, internal)
  }
  const inputs = part.sources.flatMap(({ source }) =>
    source ? [topic({ name: nameOf(source), key: source.key, value: source.value })] : [],
  )
  interface Around {
    readonly partition: number
    readonly stores: Readonly<Record<string, AnyStore>>
    send(record: OutputRecord): void
  }
  const execution = ({ partition, stores, send }: Around): Execution =>
    new Execution({ partition, stores, times: times === undefined ? undefined : stores[times], send, topicOf })
  /** The one object that lives as long as the task. */
  const taskOf = (stores: Readonly<Record<string, AnyStore>>): object => {
    const kept = stores[times ?? '']
    invariant(kept !== undefined, 'a part with punctuations keeps stream time')
    return kept
  }
  return processor<Topic<string, unknown, unknown> & AnyTopic, Specs>(kafka, {
    waitForInputsMs: WAIT_FOR_INPUTS_MS,
    ...options,
    id: app,
    ...(instanceId !== undefined && { instanceId: `${instanceId}-${part.id}` }),
    inputs,
    stores: specsOf(graph, part, times),
    process: (record: RecordOf<Topic<string, unknown, unknown>>, context) => {
      const { key, value, timestamp, headers } = record
      const source = sources.get(record.topic)
      invariant(source !== undefined, 'a part gets records of its sources')
      try {
        execution(context).take(source, { key, value, timestamp, headers }, part.nodes)
      } catch (error) {
        forgetEarliest(Object.values(context.stores))
        throw error
      }
    },
    ...(punctuations.any && {
      wake: {
        at: (stores) => punctuations.next(taskOf(stores)),
        run: (now, context) => punctuations.run(taskOf(context.stores), now, execution(context)),
      },
    }),
  })
}

function specsOf(graph: Graph, { stores }: Subtopology, times: string | undefined): Specs {
  const own = stores.map((name) => {
    const spec = graph.stores.get(name)
    invariant(spec !== undefined, 'a step names stores that there are', name)
    return [name, spec] as const
  })
  const kept = times === undefined ? [] : [[times, timesSpec as unknown as StoreSpec<unknown, unknown>] as const]
  return Object.fromEntries([...own, ...kept])
}
