import { kafkaLibrary, type KafkaClient } from '@millrace/client'
import { Refusal } from '@millrace/kernel'
import type { KTable } from '../dsl/table.ts'
import type { Topology } from '../dsl/topology.ts'
import type { ProcessorCounts } from '../processor/processor-options.ts'
import { subtopologies } from '../topology/subtopologies.ts'
import { prepareTopics, type TopicNames } from './internal-topics.ts'
import { partProcessor } from './part-processor.ts'
import { startPurging } from './purging.ts'
import { hostOf, streamsMetadata, type KeyQueryMetadata, type StreamsMetadata } from './metadata.ts'
import { tableQuery, type Owning, type TableQuery } from './query.ts'
import type { StreamsOptions } from './streams-options.ts'

const PURGE_EVERY_MS = 30_000

/** One instance of a running topology. */
export interface RunningStreams {
  /** Resolves when it has its partitions, their state restored. */
  readonly ready: Promise<void>
  readonly counts: ProcessorCounts
  /** Records of its partitions that are not processed yet. */
  readonly lag: number
  /** Tasks of this instance, `<sub-topology>_<partition>`. */
  readonly tasks: readonly string[]
  query<K, V>(table: KTable<K, V, unknown>): TableQuery<K, V>
  /** Which instance has a key of the table, whether it is there or not. */
  queryMetadataForKey<K>(table: KTable<K, unknown, unknown>, key: K): Promise<KeyQueryMetadata>
  /** All instances that told their `applicationServer`. */
  metadataForAllStreamsClients(): Promise<StreamsMetadata[]>
  /** Commits what is under way and leaves the group. Safe to call twice. */
  stop(): Promise<void>
}

/**
 * Starts one instance of a topology: exactly once in effect, state in memory and in changelog topics. Any number of instances
 * share the partitions.
 *
 * @throws Refusal MISSING_SOURCE_TOPIC, NOT_COPARTITIONED, INVALID_PROCESSOR.
 */
export async function startStreams(
  kafka: KafkaClient,
  { graph }: Topology,
  options: StreamsOptions,
): Promise<RunningStreams> {
  const parts = subtopologies(graph)
  const topicOf: TopicNames = (name, internal) => (internal ? `${options.app}-${name}` : name)
  const partitions = await prepareTopics(kafka.admin(), graph, parts, topicOf)
  const { murmur2 } = await kafkaLibrary()
  const running = parts
    .filter(({ sources }) => sources.length > 0)
    .map((part) => ({ part, processor: partProcessor(kafka, graph, part, options, topicOf) }))
  const processors = running.map(({ processor }) => processor)
  const purged = running.map(({ part, processor }) => ({
    processor,
    topics: part.sources.flatMap(({ source }) => (source?.internal === true ? [topicOf(source.name, true)] : [])),
  }))
  const endPurging = startPurging(kafka, options.app, options.purgeEveryMs ?? PURGE_EVERY_MS, purged)
  const owning = (table: {
    readonly lookup: { readonly stores: readonly string[] }
  }): Owning & { readonly topic: string } => {
    const [store] = table.lookup.stores
    const found = running.find(({ part }) => part.stores.includes(store ?? ''))
    if (found === undefined) throw new Refusal('UNKNOWN_STORE', 'the table is of another topology')
    const source = found.part.sources[0]?.source
    const name = source?.name ?? ''
    const count = partitions.get(name) ?? 1
    const partitionOf = (key: Buffer): number => (murmur2(key) & 0x7f_ff_ff_ff) % count
    return { processor: found.processor, partitionOf, topic: topicOf(name, source?.internal === true) }
  }
  const sum = (of: (counts: ProcessorCounts) => number): number =>
    processors.reduce((total, { counts }) => total + of(counts), 0)
  return {
    ready: Promise.all(processors.map(({ ready }) => ready)).then(() => undefined),
    get counts() {
      return {
        processed: sum(({ processed }) => processed),
        deadLettered: sum(({ deadLettered }) => deadLettered),
        transactions: sum(({ transactions }) => transactions),
        aborted: sum(({ aborted }) => aborted),
      }
    },
    get lag() {
      return processors.reduce((total, { lag }) => total + lag, 0)
    },
    get tasks() {
      return running.flatMap(({ part, processor }) => processor.partitions.map((each) => `${part.id}_${each}`))
    },
    query: (table) => tableQuery(table, owning(table)),
    async queryMetadataForKey(table, key) {
      const { partition } = tableQuery(table, owning(table)).owner(key)
      const { topic } = owning(table)
      return { partition, activeHost: hostOf(await streamsMetadata(kafka.admin(), options.app), { topic, partition }) }
    },
    metadataForAllStreamsClients: () => streamsMetadata(kafka.admin(), options.app),
    async stop() {
      await endPurging()
      await Promise.all(processors.map((processor) => processor.stop()))
    },
  }
}
