/** LeaveGroup: members that go, or are sent away by their static name; several in one request (KIP-345). */
import type { Draft } from './draft.ts'
import { type Group, type Ticket, memberByInstance } from './group.ts'
import { removeMember, speaker } from './members.ts'
import { completeJoinIfAll, rebalance } from './rebalance.ts'
import type { GroupError, Identity, LeaveRequest } from './requests.ts'

export function leave(draft: Draft, ticket: Ticket, request: LeaveRequest): void {
  if (draft.group.state === 'Dead') {
    draft.reply(ticket, { error: 'COORDINATOR_NOT_AVAILABLE', members: [] })
    return
  }
  const before = draft.group.members
  const members = request.members.map((identity) => ({ ...identity, error: leaveOne(draft, identity) }))
  // An id that was given out and not used yet may have been all that a join phase waited for.
  if (draft.group.members.size < before.size) rebalance(draft)
  else completeJoinIfAll(draft)
  draft.reply(ticket, { error: 'NONE', members })
}

function leaveOne(draft: Draft, identity: Identity): GroupError {
  const id = leavingId(draft.group, identity)
  if (typeof id !== 'string') return id.error
  removeMember(draft, id)
  return 'NONE'
}

function leavingId(group: Group, identity: Identity): string | { error: GroupError } {
  if (group.pending.has(identity.memberId)) return identity.memberId
  if (identity.memberId === '' && identity.instanceId !== undefined) {
    return memberByInstance(group, identity.instanceId)?.id ?? { error: 'UNKNOWN_MEMBER_ID' }
  }
  const member = speaker(group, identity)
  return typeof member === 'string' ? { error: member } : member.id
}
