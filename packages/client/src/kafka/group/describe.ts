import type { Cluster } from '../cluster.ts'
import type { TopicPartition } from './assign.ts'

/** A member of a group, as everybody may see it. */
export interface GroupMemberDescription {
  readonly memberId: string
  readonly instanceId: string | undefined
  /** What it told of itself when it joined. */
  readonly userData: Buffer | undefined
  readonly partitions: readonly TopicPartition[]
}

/** Members of a consumer group and what they are assigned; nobody while the group finds itself anew. */
export async function groupMembers(cluster: Cluster, group: string): Promise<GroupMemberDescription[]> {
  const { decodeConsumerProtocolAssignment, decodeConsumerProtocolSubscription } = cluster.kafka
  const answer = await cluster.callCoordinator(
    cluster.shared,
    { kind: 'group', key: group, check: ({ groups }) => groups[0]?.errorCode ?? 0 },
    'DescribeGroups',
    [group],
    false,
  )
  const [found] = answer.groups
  if (found?.groupState !== 'Stable' || found.protocolType !== 'consumer') return []
  return found.members.map(({ memberId, groupInstanceId, memberMetadata, memberAssignment }) => {
    const { userData } = decodeConsumerProtocolSubscription(memberMetadata)
    const { assignedPartitions } = decodeConsumerProtocolAssignment(memberAssignment)
    return {
      memberId,
      instanceId: groupInstanceId ?? undefined,
      userData: userData === null || userData.length === 0 ? undefined : userData,
      partitions: assignedPartitions.flatMap(({ topic, partitions }) =>
        partitions.map((partition) => ({ topic, partition })),
      ),
    }
  })
}
