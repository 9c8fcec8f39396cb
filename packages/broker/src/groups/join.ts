/** JoinGroup (KIP-394: ids are given out first; KIP-345: static members; KIP-814: a leader that skips assigning). */
import { type Draft, withItem } from './draft.ts'
import { type Group, type Member, type Ticket, joinedCount, memberByInstance } from './group.ts'
import { addMember, removeMember, replaceStaticMember, speaker, updateMember } from './members.ts'
import { canJoin, chooseProtocol, sameProtocols } from './protocols.ts'
import { completeJoinIfAll, joinSucceeded, prepareRebalance, rebalance } from './rebalance.ts'
import { type GroupError, type JoinReply, type JoinRequest, joinFailed } from './requests.ts'

export function join(draft: Draft, ticket: Ticket, request: JoinRequest, newMemberId: string): void {
  const { memberId } = request
  if (!hasRoom(draft, memberId)) return refuseForSize(draft, ticket, memberId)
  if (draft.group.state === 'Dead') return fail(draft, ticket, 'COORDINATOR_NOT_AVAILABLE', memberId)
  if (!canJoin(draft.group, request.protocolType, request.protocols)) {
    return fail(draft, ticket, 'INCONSISTENT_GROUP_PROTOCOL', memberId)
  }
  if (memberId === '') joinAsNew(draft, ticket, request, newMemberId)
  else if (draft.group.pending.has(memberId)) joinAsPending(draft, ticket, request)
  else joinAgain(draft, ticket, request)
}

const fail = (draft: Draft, ticket: Ticket, error: GroupError, memberId: string): void =>
  draft.reply(ticket, joinFailed(error, memberId))

/** In a rebalance those who have joined count, so that the last to rejoin a group that is too large are left out. */
function hasRoom({ group, settings }: Draft, memberId: string): boolean {
  switch (group.state) {
    case 'Empty':
    case 'Dead':
      return true
    case 'PreparingRebalance':
      return group.members.get(memberId)?.joining !== undefined || joinedCount(group) < settings.maxSize
    case 'CompletingRebalance':
    case 'Stable':
      return group.members.has(memberId) || group.members.size < settings.maxSize
  }
}

function refuseForSize(draft: Draft, ticket: Ticket, memberId: string): void {
  if (memberId !== '') removeMember(draft, memberId)
  fail(draft, ticket, 'GROUP_MAX_SIZE_REACHED', '')
  completeJoinIfAll(draft)
}

function joinAsNew(draft: Draft, ticket: Ticket, request: JoinRequest, newMemberId: string): void {
  const { instanceId } = request
  const held = instanceId === undefined ? undefined : memberByInstance(draft.group, instanceId)
  if (held !== undefined) return takeOver(draft, ticket, request, held, newMemberId)
  if (instanceId === undefined && request.knowsMemberIdRequired) return giveId(draft, ticket, request, newMemberId)
  add(draft, ticket, request, newMemberId)
}

/** A client whose first answer got lost comes back without an id; only an id that it knows makes it a member. */
function giveId(draft: Draft, ticket: Ticket, request: JoinRequest, newMemberId: string): void {
  if (draft.group.pending.size >= draft.settings.maxSize) return refuseForSize(draft, ticket, '')
  draft.set({ pending: withItem(draft.group.pending, newMemberId) })
  draft.setTimer(`session/${newMemberId}`, request.sessionTimeoutMs)
  fail(draft, ticket, 'MEMBER_ID_REQUIRED', newMemberId)
}

function joinAsPending(draft: Draft, ticket: Ticket, request: JoinRequest): void {
  // Ids are given out to dynamic members only.
  if (request.instanceId !== undefined) return fail(draft, ticket, 'UNKNOWN_MEMBER_ID', request.memberId)
  add(draft, ticket, request, request.memberId)
}

function add(draft: Draft, ticket: Ticket, request: JoinRequest, id: string): void {
  const { initialDelay } = draft.group
  if (initialDelay !== undefined) draft.set({ initialDelay: { ...initialDelay, memberCame: true } })
  addMember(draft, id, request, ticket)
  draft.setTimer(`session/${id}`, draft.settings.newMemberJoinTimeoutMs)
  rebalance(draft)
}

function joinAgain(draft: Draft, ticket: Ticket, request: JoinRequest): void {
  const member = speaker(draft.group, request)
  if (typeof member === 'string') return fail(draft, ticket, member, request.memberId)
  if (knowsEverything(draft.group, member, request)) {
    draft.reply(ticket, joinSucceeded(draft.group, member.id))
    return
  }
  updateMember(draft, member, request, ticket)
  rebalance(draft)
}

/**
 * Nothing changes for a member that joins with the same words again, so it gets the present generation: it may have
 * missed the answer. A leader of a stable group joins again because the topics have changed.
 */
function knowsEverything(group: Group, member: Member, request: JoinRequest): boolean {
  if (!sameProtocols(member.protocols, request.protocols)) return false
  return group.state === 'CompletingRebalance' || (group.state === 'Stable' && group.leader !== member.id)
}

/** A static member comes back under a new id. In a stable group it takes its old place without a rebalance. */
function takeOver(draft: Draft, ticket: Ticket, request: JoinRequest, held: Member, newId: string): void {
  const leaderBefore = draft.group.leader ?? ''
  const member = replaceStaticMember(draft, held, newId)
  draft.renewSession({ ...member, sessionTimeoutMs: request.sessionTimeoutMs })
  const quietly = draft.group.state === 'Stable' && keepsProtocol(draft, member, request)
  updateMember(draft, member, request, quietly ? undefined : ticket)
  if (quietly) {
    draft.store('must')
    draft.reply(ticket, tookOver(draft.group, request, newId, leaderBefore))
  } else if (draft.group.state === 'PreparingRebalance') completeJoinIfAll(draft)
  else prepareRebalance(draft)
}

function keepsProtocol({ group }: Draft, member: Member, { protocols }: JoinRequest): boolean {
  const members = new Map(group.members).set(member.id, { ...member, protocols })
  return group.protocol === chooseProtocol({ ...group, members })
}

/** An older client that finds itself the leader would assign anew: it is told of its old id as the leader. */
function tookOver(group: Group, request: JoinRequest, memberId: string, leaderBefore: string): JoinReply {
  const reply = joinSucceeded(group, memberId)
  if (!request.knowsSkipAssignment) return { ...reply, leader: leaderBefore, members: [] }
  return { ...reply, skipAssignment: group.leader === memberId }
}
