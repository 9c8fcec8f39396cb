import type { GroupDescription } from '@millrace/broker'
import { codeOf } from '../error-codes.ts'
import { handler } from '../handler.ts'
import { DescribeGroups, type DescribeGroupsResponseDescribedGroup } from '../messages/index.ts'
import { orUnavailable } from './groups/unavailable.ts'
import { GROUP_OPERATIONS, OPERATIONS_NOT_ASKED } from './shared/authorized-operations.ts'

/**
 * DescribeGroups (15), v0-6: state, protocol and members of groups. v3 tells what the principal may do, v4 static
 * members; v6 says that a group is not there, where earlier versions call it dead (KIP-1043).
 */
export const describeGroups = handler(DescribeGroups, [0, 6], async (request, { broker, header }) => {
  const authorizedOperations = request.includeAuthorizedOperations ? GROUP_OPERATIONS : OPERATIONS_NOT_ASKED
  const describe = async (groupId: string): Promise<DescribeGroupsResponseDescribedGroup> => {
    const found = await orUnavailable(broker.groups.administration.describe(groupId))
    if (found === 'COORDINATOR_NOT_AVAILABLE') return { ...NOBODY, groupId, errorCode: codeOf(found) }
    if (found !== undefined) return { ...described(found), authorizedOperations }
    return header.apiVersion >= 6 ? notFound(groupId) : { ...NOBODY, groupId, groupState: 'Dead', authorizedOperations }
  }
  return { groups: await Promise.all(request.groups.map(describe)) }
})

const NOBODY = { errorCode: codeOf('NONE'), groupState: '', protocolType: '', protocolData: '', members: [] }

function notFound(groupId: string): DescribeGroupsResponseDescribedGroup {
  const errorMessage = `Group ${groupId} not found.`
  return { ...NOBODY, groupId, groupState: 'Dead', errorCode: codeOf('GROUP_ID_NOT_FOUND'), errorMessage }
}

function described(group: GroupDescription): DescribeGroupsResponseDescribedGroup {
  return {
    errorCode: codeOf('NONE'),
    groupId: group.groupId,
    groupState: group.state,
    protocolType: group.protocolType,
    protocolData: group.protocol,
    members: group.members.map((member) => ({
      memberId: member.memberId,
      groupInstanceId: member.instanceId ?? null,
      clientId: member.clientId,
      clientHost: member.clientHost,
      memberMetadata: member.metadata,
      memberAssignment: member.assignment,
    })),
  }
}
