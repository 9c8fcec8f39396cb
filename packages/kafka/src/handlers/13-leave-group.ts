import { codeOf } from '../error-codes.ts'
import { handler } from '../handler.ts'
import { LeaveGroup } from '../messages/index.ts'

/**
 * LeaveGroup (13), v0-5: members go at once instead of when their session ends. v3 takes several, also by their static
 * names (KIP-345), and answers for each.
 */
export const leaveGroup = handler(LeaveGroup, [0, 5], async (request, { broker, header }) => {
  const { groupId, memberId } = request
  const isBatched = header.apiVersion >= 3
  const members = isBatched
    ? request.members.map((member) => ({ memberId: member.memberId, instanceId: member.groupInstanceId ?? undefined }))
    : [{ memberId, instanceId: undefined }]
  const reply = await broker.groups.membership.leave({ groupId, members })
  if (!isBatched) {
    const error = reply.error === 'NONE' ? (reply.members[0]?.error ?? 'NONE') : reply.error
    return { errorCode: codeOf(error) }
  }
  return {
    errorCode: codeOf(reply.error),
    members: reply.members.map((member) => ({
      memberId: member.memberId,
      groupInstanceId: member.instanceId ?? null,
      errorCode: codeOf(member.error),
    })),
  }
})
