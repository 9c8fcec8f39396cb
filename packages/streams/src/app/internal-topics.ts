import type { KafkaAdmin, TopicSpec } from '@millrace/client'
import { Refusal } from '@millrace/kernel'
import type { Graph, SourceTopic } from '../topology/graph.ts'
import type { Subtopology } from '../topology/subtopologies.ts'

export type TopicNames = (name: string, internal: boolean) => string

/**
 * Partitions of each topic that the topology reads; repartition topics get as many as what they are joined with has, else as the
 * most of the topics before them. Creates the repartition topics.
 *
 * @throws Refusal MISSING_SOURCE_TOPIC, NOT_COPARTITIONED.
 */
export async function prepareTopics(
  admin: KafkaAdmin,
  graph: Graph,
  parts: readonly Subtopology[],
  nameOf: TopicNames,
): Promise<ReadonlyMap<string, number>> {
  const sources = graph.nodes.flatMap(({ source }) => source ?? [])
  const own = sources.filter(({ internal }) => internal)
  const outside = sources.filter(({ internal }) => !internal).map(({ name }) => name)
  const known = await admin.describeTopics(outside)
  const missing = outside.filter((name) => !known.some((each) => each.name === name))
  if (missing.length > 0) {
    throw new Refusal(
      'MISSING_SOURCE_TOPIC',
      `the topology reads ${missing.join(', ')}: create what is not there first`,
    )
  }
  const counts = new Map(known.map(({ name, partitions }) => [name, partitions]))
  for (const { name, partitions } of own) if (partitions !== undefined) counts.set(name, partitions)
  settle(parts, own, counts)
  for (const part of parts) check(part, counts)
  await admin.ensureTopics(own.map((source): TopicSpec => specOf(source, counts, nameOf)))
  return counts
}

/** Goes along the topology until each has a count: a chain is as long as there are topics at most. */
function settle(parts: readonly Subtopology[], own: readonly SourceTopic[], counts: Map<string, number>): void {
  for (let round = 0; round <= own.length; round++) {
    for (const { name } of own.filter((topic) => !counts.has(topic.name))) {
      const reader = parts.find(({ sources }) => sources.some(({ source }) => source?.name === name))
      const beside = (reader?.sources ?? []).flatMap(({ source }) => counts.get(source?.name ?? '') ?? [])
      const writers = parts.filter(({ nodes }) => nodes.some(({ sink }) => sink?.topic === name))
      const before = writers.flatMap(({ sources }) =>
        sources.flatMap(({ source }) => counts.get(source?.name ?? '') ?? []),
      )
      const [least] = beside.length > 0 ? beside : before.toSorted((a, b) => b - a)
      if (least !== undefined) counts.set(name, least)
    }
  }
}

function check({ sources, stores }: Subtopology, counts: ReadonlyMap<string, number>): void {
  const read = sources.map(({ source }) => [source?.name ?? '', counts.get(source?.name ?? '') ?? 1] as const)
  if (stores.length === 0 || new Set(read.map(([, count]) => count)).size < 2) return
  const text = read.map(([name, count]) => `${name} has ${count}`).join(', ')
  throw new Refusal(
    'NOT_COPARTITIONED',
    `topics that meet need as many partitions each: ${text}; bring one to the other's with repartition`,
  )
}

function specOf({ name }: SourceTopic, counts: ReadonlyMap<string, number>, nameOf: TopicNames): TopicSpec {
  return {
    name: nameOf(name, true),
    partitions: counts.get(name) ?? 1,
    // Nobody else knows when its records are done with.
    configs: { 'cleanup.policy': 'delete', 'retention.ms': '-1' },
  }
}
