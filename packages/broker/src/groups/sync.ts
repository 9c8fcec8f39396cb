/** SyncGroup: the leader brings what it assigned, everybody fetches their part. */
import { type Draft, withoutItem } from './draft.ts'
import { type Group, type Member, NO_ASSIGNMENT, type Ticket } from './group.ts'
import { removeMember, speaker } from './members.ts'
import { byTicket, prepareRebalance } from './rebalance.ts'
import { type GroupError, type SyncReply, type SyncRequest, syncFailed } from './requests.ts'

export function sync(draft: Draft, ticket: Ticket, request: SyncRequest): void {
  const member = admit(draft.group, request)
  if (typeof member === 'string') draft.reply(ticket, syncFailed(member))
  else if (draft.group.state === 'Stable') answer(draft, ticket, member)
  else park(draft, ticket, request, member)
}

function admit(group: Group, request: SyncRequest): Member | GroupError {
  if (group.state === 'Dead') return 'COORDINATOR_NOT_AVAILABLE'
  const member = speaker(group, request)
  if (typeof member === 'string') return member
  if (request.generation !== group.generation) return 'ILLEGAL_GENERATION'
  if (differs(request.protocolType, group.protocolType) || differs(request.protocolName, group.protocol)) {
    return 'INCONSISTENT_GROUP_PROTOCOL'
  }
  return group.state === 'PreparingRebalance' ? 'REBALANCE_IN_PROGRESS' : member
}

const differs = (said: string | undefined, held: string | undefined): boolean =>
  said !== undefined && held !== undefined && said !== held

function answer(draft: Draft, ticket: Ticket, member: Member): void {
  markSynced(draft, member.id)
  draft.reply(ticket, assigned(draft.group, member))
}

function park(draft: Draft, ticket: Ticket, request: SyncRequest, member: Member): void {
  if (member.syncing !== undefined) draft.reply(member.syncing, syncFailed('REBALANCE_IN_PROGRESS'))
  draft.putMember({ ...member, syncing: ticket })
  markSynced(draft, member.id)
  if (draft.group.leader === member.id) assign(draft, request)
}

/** The leader has spoken: the generation is complete, and whoever waited is told. */
function assign(draft: Draft, request: SyncRequest): void {
  const assignments = new Map(request.assignments.map(({ memberId, assignment }) => [memberId, assignment]))
  draft.mapMembers((member) => ({ ...member, assignment: assignments.get(member.id) ?? NO_ASSIGNMENT }))
  for (const [ticket, member] of byTicket(draft.group, ({ syncing }) => syncing)) {
    draft.reply(ticket, assigned(draft.group, member))
    draft.renewSession(member)
  }
  draft.mapMembers((member) => ({ ...member, syncing: undefined }))
  draft.enter('Stable')
  draft.store('must')
}

function assigned({ protocolType, protocol }: Group, { assignment }: Member): SyncReply {
  return { error: 'NONE', protocolType, protocolName: protocol, assignment }
}

function markSynced(draft: Draft, memberId: string): void {
  const unsynced = withoutItem(draft.group.unsynced, memberId)
  draft.set({ unsynced })
  if (unsynced.size === 0) draft.cancelTimer('sync')
}

/** Members that joined but never asked for their assignment are out. */
export function syncDue(draft: Draft): void {
  const { state, unsynced } = draft.group
  if ((state !== 'CompletingRebalance' && state !== 'Stable') || unsynced.size === 0) return
  for (const id of unsynced) removeMember(draft, id)
  prepareRebalance(draft)
}
