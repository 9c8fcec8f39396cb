import type { NewOffset, PartitionAnswer } from '@millrace/broker'
import { codeOf } from '../error-codes.ts'
import { handler } from '../handler.ts'
import { OffsetCommit, type OffsetCommitRequestTopic, type OffsetCommitResponseTopic } from '../messages/index.ts'
import { topicName } from './groups/topics.ts'

/**
 * OffsetCommit (8), v2-10: keeps how far a group has read; answered when that is durable. v2-4 say for how long, v6
 * brings the leader epoch (KIP-320), v7 static members, v9 may be told that there is no such group, v10 speaks of
 * topics by their ids (KIP-848).
 */
export const offsetCommit = handler(OffsetCommit, [2, 10], async (request, { broker, header }) => {
  const byId = header.apiVersion >= 10
  const named = request.topics.map((topic) => ({ topic, name: topicName(broker, topic, byId) }))
  const answers = await broker.groups.offsets.commit({
    groupId: request.groupId,
    memberId: request.memberId,
    instanceId: request.groupInstanceId ?? undefined,
    generation: request.generationIdOrMemberEpoch,
    retentionMs: request.retentionTimeMs === -1 ? undefined : request.retentionTimeMs,
    knowsGroupIdNotFound: header.apiVersion >= 9,
    offsets: named.flatMap(({ topic, name }) => (name === undefined ? [] : newOffsets(topic, name))),
  })
  // Answers come in the order of the offsets.
  let next = 0
  return {
    topics: named.map(({ topic, name }) => {
      const own = name === undefined ? undefined : answers.slice(next, (next += topic.partitions.length))
      return answered(topic, own)
    }),
  }
})

function newOffsets({ partitions }: OffsetCommitRequestTopic, topic: string): NewOffset[] {
  return partitions.map((partition) => ({
    topic,
    partition: partition.partitionIndex,
    offset: partition.committedOffset,
    leaderEpoch: partition.committedLeaderEpoch,
    metadata: partition.committedMetadata ?? '',
  }))
}

function answered(
  { name, topicId, partitions }: OffsetCommitRequestTopic,
  answers: readonly PartitionAnswer[] | undefined,
): OffsetCommitResponseTopic {
  return {
    name,
    topicId,
    partitions: partitions.map(({ partitionIndex }, index) => ({
      partitionIndex,
      errorCode: codeOf(answers === undefined ? 'UNKNOWN_TOPIC_ID' : (answers[index]?.error ?? 'UNKNOWN_SERVER_ERROR')),
    })),
  }
}
