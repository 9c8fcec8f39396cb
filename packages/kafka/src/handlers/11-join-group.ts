import { joinFailed } from '@millrace/broker'
import { codeOf } from '../error-codes.ts'
import { handler } from '../handler.ts'
import { JoinGroup, type JoinGroupRequest } from '../messages/index.ts'
import { untilAborted } from './groups/until-aborted.ts'

/**
 * JoinGroup (11), v0-9: a member takes part in the next generation of a group; answered when that begins. v1 tells the
 * rebalance time-out apart from the session's, v4 lets a member come back with the id it was given (KIP-394), v5 has
 * static members (KIP-345), v7 names the protocol type in the answer, v9 lets a leader skip assigning (KIP-814).
 */
export const joinGroup = handler(JoinGroup, [0, 9], async (request, { broker, header, connection, signal }) => {
  const { apiVersion, clientId } = header
  const answer = broker.groups.membership.join({
    groupId: request.groupId,
    memberId: request.memberId,
    instanceId: request.groupInstanceId ?? undefined,
    clientId: clientId ?? '',
    clientHost: `/${connection.remote.host}`,
    sessionTimeoutMs: request.sessionTimeoutMs,
    rebalanceTimeoutMs: rebalanceTimeoutMs(request, apiVersion),
    protocolType: request.protocolType,
    protocols: request.protocols,
    knowsMemberIdRequired: apiVersion >= 4,
    knowsSkipAssignment: apiVersion >= 9,
  })
  const reply = await untilAborted(answer, signal, joinFailed('COORDINATOR_NOT_AVAILABLE', request.memberId))
  return {
    errorCode: codeOf(reply.error),
    generationId: reply.generation,
    protocolType: reply.protocolType ?? null,
    protocolName: reply.protocolName ?? (apiVersion >= 7 ? null : ''),
    leader: reply.leader,
    skipAssignment: reply.skipAssignment,
    memberId: reply.memberId,
    members: reply.members.map(({ memberId, instanceId, metadata }) => ({
      memberId,
      groupInstanceId: instanceId ?? null,
      metadata,
    })),
  }
})

/** Version 0 has one time-out for both. */
function rebalanceTimeoutMs(request: JoinGroupRequest, apiVersion: number): number {
  return apiVersion === 0 ? request.sessionTimeoutMs : request.rebalanceTimeoutMs
}
