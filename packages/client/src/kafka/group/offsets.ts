import type { Cluster } from '../cluster.ts'
import type { Connections } from '../connections.ts'
import { byTopic, firstFailedPartition, type GroupPosition } from '../producer/coordination.ts'
import type { TopicPartition } from './assign.ts'

export interface CommittedOffset extends TopicPartition {
  readonly offset: number
}

const COMMIT_DEADLINE_MS = 15_000

export async function commitOffsets(
  cluster: Cluster,
  connections: Connections,
  position: GroupPosition,
): Promise<void> {
  const { group, generation, memberId, instanceId = null, offsets } = position
  const topics = byTopic(offsets, ({ partition, offset }) => ({
    partitionIndex: partition,
    committedOffset: BigInt(offset),
    committedLeaderEpoch: -1,
    committedMetadata: '',
  }))
  await cluster.callCoordinator(
    connections,
    { kind: 'group', key: group, check: firstFailedPartition, deadlineMs: COMMIT_DEADLINE_MS },
    'OffsetCommit',
    ...([group, generation, memberId, instanceId] as const),
    topics.map(({ name, parts }) => ({ name, partitions: parts })),
  )
}

/** Committed offsets of a group, without those that have none. Waits while a transaction that commits some is open. */
export async function committedOffsets(
  cluster: Cluster,
  connections: Connections,
  group: string,
  partitions: readonly TopicPartition[],
): Promise<CommittedOffset[]> {
  if (partitions.length === 0) return []
  const topics = byTopic(partitions, ({ partition }) => partition)
  const asked = topics.map(({ name, parts }) => ({ name, partitionIndexes: parts }))
  const answer = await cluster.callCoordinator(
    connections,
    { kind: 'group', key: group, check: firstFailure },
    'OffsetFetch',
    [{ groupId: group, memberEpoch: -1, topics: asked }],
    true,
  )
  const found = answer.groups.flatMap((each) =>
    each.topics.flatMap(({ name, partitions: own }) =>
      own.map(({ partitionIndex, committedOffset }) => ({
        topic: name,
        partition: partitionIndex,
        offset: Number(committedOffset),
      })),
    ),
  )
  return found.filter(({ offset }) => offset >= 0)
}

interface OffsetFetchAnswer {
  readonly groups: readonly {
    readonly errorCode: number
    readonly topics: readonly { readonly partitions: readonly { readonly errorCode: number }[] }[]
  }[]
}

function firstFailure({ groups }: OffsetFetchAnswer): number {
  return groups.map((group) => group.errorCode || firstFailedPartition(group)).find((code) => code !== 0) ?? 0
}
