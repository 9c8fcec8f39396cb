import { Fault, Refusal } from '@millrace/kernel'
import type { AnyTopic } from '../../topic/topic.ts'
import type { Cluster, TopicView } from '../cluster.ts'
import { kafkaFault } from '../failures.ts'
import type { TopicSpec } from './admin.ts'

const TOPIC_RESOURCE = 2
const CREATE_TIMEOUT_MS = 30_000

/** @see KafkaAdmin.ensureTopics */
export async function ensureTopics(cluster: Cluster, topics: readonly (TopicSpec | AnyTopic)[]): Promise<void> {
  const specs = [...new Map(topics.map((spec) => [spec.name, spec as TopicSpec])).values()]
  await cluster.persist('creating topics', () => create(cluster, specs))
  const views = await cluster.persist('the new topics', () => led(cluster, specs))
  const configs = await cluster.persist('the settings of the topics', () => settings(cluster, specs))
  const wrong = specs.flatMap((spec) => mismatches(spec, views.get(spec.name), configs.get(spec.name)))
  if (wrong.length > 0) throw new Refusal('TOPIC_MISMATCH', `topics are there, but not as needed: ${wrong.join('; ')}`)
}

async function create(cluster: Cluster, specs: readonly TopicSpec[]): Promise<void> {
  const there = await cluster.topics(specs.map(({ name }) => name))
  const missing = specs.filter(({ name }) => !there.has(name))
  if (missing.length === 0) return
  const requests = missing.map(
    ({ name, partitions = 1, replicationFactor = cluster.settings.replicationFactor, configs = {} }) => ({
      name,
      numPartitions: partitions,
      replicationFactor,
      assignments: [],
      configs: Object.entries(configs).map(([config, value]) => ({ name: config, value })),
    }),
  )
  const answer = await cluster.callAny('CreateTopics', requests, CREATE_TIMEOUT_MS, false)
  for (const { name, errorCode, errorMessage } of answer.topics) {
    const failed = cluster.failures.nameOf(errorCode)
    // Another instance of the service was faster.
    if (failed === 'NONE' || failed === 'TOPIC_ALREADY_EXISTS') continue
    if (cluster.failures.retriable(failed)) throw kafkaFault(failed, `creating topic ${name}`)
    throw new Refusal(failed, `topic ${name} could not be created: ${failed}${errorMessage ? `: ${errorMessage}` : ''}`)
  }
}

async function led(cluster: Cluster, specs: readonly TopicSpec[]): Promise<Map<string, TopicView>> {
  const views = await cluster.topics(specs.map(({ name }) => name))
  for (const { name } of specs) {
    const leaders = views.get(name)?.leaders ?? []
    // A leader that is missing leaves a hole, which `every` would skip.
    if (leaders.length === 0 || Array.from(leaders).includes(undefined)) {
      throw new Fault('LEADER_NOT_AVAILABLE', `topic ${name} has no leader for each partition yet`)
    }
  }
  return views
}

async function settings(cluster: Cluster, specs: readonly TopicSpec[]): Promise<Map<string, Map<string, string>>> {
  const wanted = specs.filter(({ configs }) => Object.keys(configs ?? {}).length > 0)
  if (wanted.length === 0) return new Map()
  const resources = wanted.map(({ name, configs = {} }) => ({
    resourceType: TOPIC_RESOURCE,
    resourceName: name,
    configurationKeys: Object.keys(configs),
  }))
  const { results } = await cluster.callAny('DescribeConfigs', resources as never, false, false)
  for (const { errorCode, resourceName } of results) {
    const failed = cluster.failures.nameOf(errorCode)
    if (failed !== 'NONE') throw kafkaFault(failed, `the settings of ${resourceName}`)
  }
  return new Map(
    results.map(({ resourceName, configs }) => [
      resourceName,
      new Map(configs.map(({ name, value }) => [name, value ?? ''])),
    ]),
  )
}

function mismatches(spec: TopicSpec, view: TopicView | undefined, configs: Map<string, string> | undefined): string[] {
  const wrong: string[] = []
  const partitions = view?.leaders.length ?? 0
  const wanted = spec.partitions ?? 1
  if (partitions < wanted) wrong.push(`${spec.name} has ${partitions} partitions where ${wanted} are needed`)
  for (const [name, value] of Object.entries(spec.configs ?? {})) {
    const actual = configs?.get(name)
    if (actual !== value) wrong.push(`${spec.name} has ${name}=${actual ?? 'none'} where ${value} is needed`)
  }
  return wrong
}
