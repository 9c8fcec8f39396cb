import { codeOf } from '../error-codes.ts'
import { handler } from '../handler.ts'
import { Heartbeat } from '../messages/index.ts'

/** Heartbeat (12), v0-4: keeps a member's session alive, and tells it of a rebalance. v3 has static members. */
export const heartbeat = handler(Heartbeat, [0, 4], async (request, { broker }) => {
  const { error } = await broker.groups.membership.heartbeat({
    groupId: request.groupId,
    memberId: request.memberId,
    instanceId: request.groupInstanceId ?? undefined,
    generation: request.generationId,
  })
  return { errorCode: codeOf(error) }
})
