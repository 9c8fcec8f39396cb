import { Refusal } from '@millrace/kernel'
import type { Admin, ClusterTopicMetadata } from '@platformatic/kafka'
import type { CreateTopic, PartitionSummary, TopicSummary } from '../../contract/topics.ts'
import { type Partitions, type Range, ranges } from './offsets.ts'
import { topicResource } from './protocol.ts'

const shownSettings = ['cleanup.policy', 'retention.ms', 'retention.bytes']

export type Metadata = ReadonlyMap<string, ClusterTopicMetadata>

/**
 * The cluster's topics. Kafka's own internal ones (`__consumer_offsets`) are left out: the client does not read them.
 * One that is deleted between the two questions makes us ask again, twice at most.
 */
export async function topicMetadata(admin: Admin, again = 2): Promise<Metadata> {
  const names = await admin.listTopics()
  if (names.length === 0) return new Map()
  try {
    return known((await admin.metadata({ topics: names, forceUpdate: true })).topics)
  } catch (error) {
    if (again > 0 && isUnknownTopic(error)) return topicMetadata(admin, again - 1)
    throw error
  }
}

/** The client has an entry without a value for what it does not know. */
function known(topics: ReadonlyMap<string, ClusterTopicMetadata | undefined>): Metadata {
  return new Map([...topics].filter((entry): entry is [string, ClusterTopicMetadata] => entry[1] !== undefined))
}

/** The client wraps the code of Kafka in a text of its own. */
function isUnknownTopic(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('Unknown topic ')
}

/** One topic. @throws Refusal UNKNOWN_TOPIC_OR_PARTITION */
export async function oneTopic(admin: Admin, name: string): Promise<ClusterTopicMetadata> {
  const topics = await admin.metadata({ topics: [name], forceUpdate: true }).then(
    (metadata) => known(metadata.topics),
    (error: unknown) => {
      if (isUnknownTopic(error)) return new Map<string, ClusterTopicMetadata>()
      throw error
    },
  )
  const found = topics.get(name)
  if (found === undefined) throw new Refusal('UNKNOWN_TOPIC_OR_PARTITION', `There is no topic ${name}`)
  return found
}

export function partitionNumbers(metadata: Metadata): Partitions {
  return new Map([...metadata].map(([name, topic]) => [name, topic.partitions.map((_, partition) => partition)]))
}

/** All topics with their sizes and the settings that a list shows. */
export async function listTopics(admin: Admin): Promise<TopicSummary[]> {
  const metadata = await topicMetadata(admin)
  const numbers = partitionNumbers(metadata)
  const [offsets, bytes, settings] = await Promise.all([
    ranges(admin, numbers),
    bytesOnDisk(admin, numbers),
    settingsOf(admin, [...metadata.keys()]),
  ])
  return [...metadata]
    .map(([name, topic]) => summary(name, topic, offsets.get(name), bytes.get(name), settings.get(name)))
    .toSorted((left, right) => left.name.localeCompare(right.name, 'en', { numeric: true }))
}

function summary(
  name: string,
  topic: ClusterTopicMetadata,
  offsets: ReadonlyMap<number, Range> | undefined,
  bytes: ReadonlyMap<number, number> | undefined,
  settings: ReadonlyMap<string, string | null> | undefined,
): TopicSummary {
  const number = (key: string) => Number(settings?.get(key) ?? Number.NaN)
  const policy = settings?.get('cleanup.policy')
  return {
    name,
    internal: name.startsWith('__'),
    partitions: topic.partitionsCount,
    replicationFactor: topic.partitions[0]?.replicas.length ?? 0,
    records: [...(offsets?.values() ?? [])].reduce((sum, { start, end }) => sum + end - start, 0),
    ...(bytes === undefined ? {} : { bytes: [...bytes.values()].reduce((sum, size) => sum + size, 0) }),
    ...(policy === undefined || policy === null ? {} : { cleanupPolicy: policy }),
    ...(Number.isNaN(number('retention.ms')) ? {} : { retentionMs: number('retention.ms') }),
    ...(Number.isNaN(number('retention.bytes')) ? {} : { retentionBytes: number('retention.bytes') }),
  }
}

/** One topic: its summary and its partitions. */
export async function describeTopic(admin: Admin, name: string): Promise<[TopicSummary, PartitionSummary[]]> {
  const topic = await oneTopic(admin, name)
  const numbers: Partitions = new Map([[name, topic.partitions.map((_, partition) => partition)]])
  const [offsets, bytes, settings] = await Promise.all([
    ranges(admin, numbers),
    bytesOnDisk(admin, numbers),
    settingsOf(admin, [name]),
  ])
  const sizes = bytes.get(name)
  const partitions = topic.partitions.map((state, partition) => ({
    partition,
    leader: state.leader,
    replicas: state.replicas,
    inSyncReplicas: state.isr,
    ...(offsets.get(name)?.get(partition) ?? { start: 0, end: 0 }),
    ...(sizes?.has(partition) ? { bytes: sizes.get(partition) as number } : {}),
  }))
  return [summary(name, topic, offsets.get(name), sizes, settings.get(name)), partitions]
}

/** Bytes by topic and partition; empty when the cluster does not serve DescribeLogDirs. */
async function bytesOnDisk(admin: Admin, topics: Partitions): Promise<Map<string, Map<number, number>>> {
  const sizes = new Map<string, Map<number, number>>()
  if (topics.size === 0) return sizes
  const asked = [...topics].map(([name, partitions]) => ({ name, partitions: [...partitions] }))
  const described = await admin.describeLogDirs({ topics: asked }).catch(() => [])
  for (const topic of described.flatMap((broker) => broker.results.flatMap((result) => result.topics))) {
    const known = sizes.get(topic.name) ?? new Map<number, number>()
    sizes.set(topic.name, known)
    // The largest replica, so that three copies do not count three times.
    for (const { partitionIndex, partitionSize } of topic.partitions)
      known.set(partitionIndex, Math.max(known.get(partitionIndex) ?? 0, Number(partitionSize)))
  }
  return sizes
}

async function settingsOf(admin: Admin, names: readonly string[]): Promise<Map<string, Map<string, string | null>>> {
  if (names.length === 0) return new Map()
  const described = await admin.describeConfigs({
    resources: names.map((resourceName) => ({
      resourceType: topicResource,
      resourceName,
      configurationKeys: shownSettings,
    })),
  })
  return new Map(
    described.map(({ resourceName, configs }) => [
      resourceName,
      new Map(configs.map(({ name, value }) => [name, value ?? null])),
    ]),
  )
}

export async function createTopic(admin: Admin, topic: CreateTopic): Promise<void> {
  await admin.createTopics({
    topics: [{ topic: topic.name, partitions: topic.partitions, replicas: topic.replicationFactor }],
    configs: Object.entries(topic.settings).map(([name, value]) => ({ name, value })),
  })
}

/** Takes a topic with all its records away. @throws Refusal UNKNOWN_TOPIC_OR_PARTITION */
export async function deleteTopic(admin: Admin, name: string): Promise<void> {
  await oneTopic(admin, name)
  await admin.deleteTopics({ topics: [name] })
}
