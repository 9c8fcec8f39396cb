/** Who belongs to a group: adding, changing, removing, replacing and checking members. */
import { invariant } from '@millrace/kernel'
import { type Draft, withItem, withoutItem } from './draft.ts'
import { type Group, type Member, NO_ASSIGNMENT, type Ticket, memberByInstance } from './group.ts'
import { type GroupError, type Identity, type JoinRequest, joinFailed, syncFailed } from './requests.ts'

/** The member that speaks, or why it may not. */
export function speaker(group: Group, { memberId, instanceId }: Identity): Member | GroupError {
  const member = group.members.get(memberId)
  if (instanceId === undefined || member?.instanceId === instanceId) return member ?? 'UNKNOWN_MEMBER_ID'
  // A static name that is held by another id: whoever speaks has been replaced.
  return memberByInstance(group, instanceId) === undefined ? 'UNKNOWN_MEMBER_ID' : 'FENCED_INSTANCE_ID'
}

export function addMember(draft: Draft, id: string, request: JoinRequest, ticket: Ticket): void {
  const { group } = draft
  invariant(!group.members.has(id), 'a member joins a group once', id)
  const { instanceId, clientId, clientHost } = request
  const first = group.members.size === 0
  draft.putMember({
    id,
    instanceId,
    clientId,
    clientHost,
    ...spoken(request),
    assignment: NO_ASSIGNMENT,
    joining: ticket,
    syncing: undefined,
    isNew: true,
  })
  draft.set({
    pending: withoutItem(group.pending, id),
    protocolType: first ? request.protocolType : group.protocolType,
    leader: group.leader ?? id,
  })
}

/** Takes over what a member says when it joins again, and parks the request. */
export function updateMember(draft: Draft, member: Member, request: JoinRequest, ticket: Ticket | undefined): void {
  displaceJoin(draft, member)
  draft.putMember({ ...member, ...spoken(request), joining: ticket })
}

function spoken(request: JoinRequest): Pick<Member, 'sessionTimeoutMs' | 'rebalanceTimeoutMs' | 'protocols'> {
  const { sessionTimeoutMs, rebalanceTimeoutMs, protocols } = request
  return { sessionTimeoutMs, rebalanceTimeoutMs, protocols }
}

/** Forgets a member or a pending id. Requests of it that wait are answered; the leader's place goes to the next. */
export function removeMember(draft: Draft, id: string): void {
  const member = draft.group.members.get(id)
  if (member !== undefined) dismiss(draft, member, 'UNKNOWN_MEMBER_ID', '')
  const members = new Map(draft.group.members)
  members.delete(id)
  const { group } = draft
  draft.set({
    members,
    pending: withoutItem(group.pending, id),
    unsynced: withoutItem(group.unsynced, id),
    leader: group.leader === id ? (members.keys().next().value as string | undefined) : group.leader,
  })
  draft.cancelTimer(`session/${id}`)
}

/** Gives a static member's place, with its assignment, to the id under which it has come back (KIP-345). */
export function replaceStaticMember(draft: Draft, old: Member, newId: string): Member {
  dismiss(draft, old, 'FENCED_INSTANCE_ID', old.id)
  const { group } = draft
  const member = { ...old, id: newId, joining: undefined, syncing: undefined, isNew: false }
  // It keeps its place in the order, too: assignors go by it.
  const entries = [...group.members].map(([id, held]): [string, Member] =>
    id === old.id ? [newId, member] : [id, held],
  )
  const unsynced = group.unsynced.has(old.id) ? withItem(withoutItem(group.unsynced, old.id), newId) : group.unsynced
  draft.set({ members: new Map(entries), unsynced, leader: group.leader === old.id ? newId : group.leader })
  draft.cancelTimer(`session/${old.id}`)
  return member
}

/** Answers what a member that loses its place still waits for. */
function dismiss(draft: Draft, member: Member, error: GroupError, memberId: string): void {
  if (member.joining !== undefined) draft.reply(member.joining, joinFailed(error, memberId))
  if (member.syncing !== undefined) draft.reply(member.syncing, syncFailed(error))
}

/** A second JoinGroup takes the place of the first, which must not go unanswered. */
function displaceJoin(draft: Draft, member: Member): void {
  if (member.joining !== undefined) draft.reply(member.joining, joinFailed('REBALANCE_IN_PROGRESS', member.id))
}
