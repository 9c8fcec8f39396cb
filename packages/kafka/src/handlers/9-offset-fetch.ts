import type { Broker, PartitionName } from '@millrace/broker'
import { type ErrorName, codeOf } from '../error-codes.ts'
import { handler } from '../handler.ts'
import {
  OffsetFetch,
  type OffsetFetchRequestGroup,
  type OffsetFetchRequestTopics,
  type OffsetFetchResponseGroup,
  type OffsetFetchResponsePartitions,
  type OffsetFetchResponseTopics,
} from '../messages/index.ts'
import { byTopic, referenceTo, topicName } from './groups/topics.ts'

/**
 * OffsetFetch (9), v1-10: how far groups have read. v2 gives all of a group's topics when asked for null, v5 the leader
 * epoch (KIP-320), v7 may refuse what an open transaction is about to change (KIP-447), v8 takes several groups
 * (KIP-709), v10 speaks of topics by their ids (KIP-848).
 */
export const offsetFetch = handler(OffsetFetch, [1, 10], async (request, { broker, header }) => {
  const { groupId, topics, groups, requireStable } = request
  const { apiVersion } = header
  const how = { byId: apiVersion >= 10, requireStable }
  if (apiVersion >= 8) return { groups: await Promise.all(groups.map((group) => fetchGroup(broker, group, how))) }
  const asked = topics?.map(({ name, partitionIndexes }) => ({ name, partitionIndexes, topicId: '' })) ?? null
  const found = await fetchGroup(broker, { groupId, topics: asked }, how)
  // Version 1 has no place for an error of the whole group.
  return apiVersion === 1 ? { topics: withError(asked ?? [], found) } : found
})

interface How {
  readonly byId: boolean
  readonly requireStable: boolean
}

async function fetchGroup(
  broker: Broker,
  { groupId, topics }: Pick<OffsetFetchRequestGroup, 'groupId' | 'topics'>,
  { byId, requireStable }: How,
): Promise<OffsetFetchResponseGroup> {
  const named = topics?.map((topic) => ({ topic, name: topicName(broker, topic, byId) }))
  const partitions = named?.flatMap(({ topic, name }) => (name === undefined ? [] : partitionsOf(topic, name)))
  const reply = await broker.groups.offsets.fetch({ groupId, partitions, requireStable })
  const errorCode = codeOf(reply.error)
  if (reply.error !== 'NONE') return { groupId, topics: [], errorCode }
  if (named === undefined) return { groupId, topics: allTopics(broker, reply.partitions, byId), errorCode }
  // Answers come in the order of the questions.
  let next = 0
  const answered = named.map(({ topic: { name, topicId, partitionIndexes }, name: known }) => ({
    name,
    topicId,
    partitions:
      known === undefined
        ? partitionIndexes.map((partition) => notFetched(partition, 'UNKNOWN_TOPIC_ID'))
        : reply.partitions.slice(next, (next += partitionIndexes.length)).map(fetchedPartition),
  }))
  return { groupId, topics: answered, errorCode }
}

type Fetched = Awaited<ReturnType<Broker['groups']['offsets']['fetch']>>['partitions'][number]

/** What has no id cannot be told by id: a topic that was just deleted. */
function allTopics(broker: Broker, found: readonly Fetched[], byId: boolean): OffsetFetchResponseTopics[] {
  return [...byTopic(found)].flatMap(([name, fetched]) => {
    const reference = byId ? referenceTo(broker, name) : { name }
    return reference === undefined ? [] : [Object.assign(reference, { partitions: fetched.map(fetchedPartition) })]
  })
}

function withError(
  asked: readonly OffsetFetchRequestTopics[],
  { topics = [], errorCode }: OffsetFetchResponseGroup,
): readonly OffsetFetchResponseTopics[] {
  if (errorCode === codeOf('NONE')) return topics
  return asked.map(({ name, partitionIndexes }) => ({
    name,
    partitions: partitionIndexes.map((partition) => notFetched(partition, 'COORDINATOR_NOT_AVAILABLE')),
  }))
}

function partitionsOf({ partitionIndexes }: OffsetFetchRequestTopics, topic: string): PartitionName[] {
  return partitionIndexes.map((partition) => ({ topic, partition }))
}

function fetchedPartition({ partition, committed, error }: Fetched): OffsetFetchResponsePartitions {
  if (committed === undefined) return notFetched(partition, error)
  const { offset, leaderEpoch, metadata } = committed
  return {
    partitionIndex: partition,
    committedOffset: offset,
    committedLeaderEpoch: leaderEpoch,
    metadata,
    errorCode: codeOf(error),
  }
}

function notFetched(partitionIndex: number, error: ErrorName): OffsetFetchResponsePartitions {
  return { partitionIndex, committedOffset: -1, committedLeaderEpoch: -1, metadata: '', errorCode: codeOf(error) }
}
