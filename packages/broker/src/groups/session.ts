/** Heartbeat, and what keeps or ends a member's session. */
import type { Draft } from './draft.ts'
import type { Group, Member, Ticket } from './group.ts'
import { removeMember, speaker } from './members.ts'
import { completeJoinIfAll, rebalance } from './rebalance.ts'
import type { GroupError, HeartbeatRequest } from './requests.ts'

export function heartbeat(draft: Draft, ticket: Ticket, request: HeartbeatRequest): void {
  const member = admit(draft.group, request)
  if (typeof member === 'string') {
    draft.reply(ticket, { error: member })
    return
  }
  draft.renewSession(member)
  draft.reply(ticket, { error: draft.group.state === 'PreparingRebalance' ? 'REBALANCE_IN_PROGRESS' : 'NONE' })
}

function admit(group: Group, request: HeartbeatRequest): Member | GroupError {
  if (group.state === 'Dead') return 'COORDINATOR_NOT_AVAILABLE'
  const member = speaker(group, request)
  if (typeof member === 'string') return member
  return request.generation === group.generation ? member : 'ILLEGAL_GENERATION'
}

/** Committing offsets is a sign of life, as long as the commit does not fall between the phases of a rebalance. */
export function committed(draft: Draft, memberId: string): void {
  const { state, members } = draft.group
  const member = members.get(memberId)
  if (member !== undefined && (state === 'Stable' || state === 'PreparingRebalance')) draft.renewSession(member)
}

/** Nothing was heard of a member, or of an id that was given out, for its session timeout. */
export function sessionDue(draft: Draft, memberId: string): void {
  const { members, pending, state } = draft.group
  const member = members.get(memberId)
  if (state === 'Dead' || (member === undefined && !pending.has(memberId))) return
  if (member !== undefined && waitsForTheGroup(member)) return
  removeMember(draft, memberId)
  if (member === undefined) completeJoinIfAll(draft)
  else rebalance(draft)
}

/** It is the group that a parked member waits for. A new member's first join may time out all the same. */
const waitsForTheGroup = (member: Member): boolean =>
  !member.isNew && (member.joining !== undefined || member.syncing !== undefined)
