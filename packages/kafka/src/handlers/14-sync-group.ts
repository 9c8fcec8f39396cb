import { syncFailed } from '@millrace/broker'
import { codeOf } from '../error-codes.ts'
import { handler } from '../handler.ts'
import { SyncGroup } from '../messages/index.ts'
import { untilAborted } from './groups/until-aborted.ts'

/** From here on members say which protocol they think was chosen. */
const NAMES_FROM_VERSION = 5

/**
 * SyncGroup (14), v0-5: the leader brings the assignments of its generation, every member takes its own. v3 has static
 * members, v5 checks the protocol that the member thinks was chosen (KIP-559).
 */
export const syncGroup = handler(SyncGroup, [0, 5], async (request, { broker, header, signal }) => {
  if (header.apiVersion >= NAMES_FROM_VERSION && (request.protocolType === null || request.protocolName === null)) {
    return { errorCode: codeOf('INCONSISTENT_GROUP_PROTOCOL'), assignment: Buffer.alloc(0) }
  }
  const answer = broker.groups.membership.sync({
    groupId: request.groupId,
    memberId: request.memberId,
    instanceId: request.groupInstanceId ?? undefined,
    generation: request.generationId,
    protocolType: request.protocolType ?? undefined,
    protocolName: request.protocolName ?? undefined,
    assignments: request.assignments,
  })
  const reply = await untilAborted(answer, signal, syncFailed('COORDINATOR_NOT_AVAILABLE'))
  return {
    errorCode: codeOf(reply.error),
    protocolType: reply.protocolType ?? null,
    protocolName: reply.protocolName ?? null,
    assignment: reply.assignment,
  }
})
