/**
 * The two phases of a rebalance: all members join (PreparingRebalance), then all ask for what the leader assigned
 * them (CompletingRebalance).
 */
import type { Draft } from './draft.ts'
import { type Group, type Member, type Ticket, NO_ASSIGNMENT, everyoneJoined, rebalanceTimeoutMs } from './group.ts'
import { removeMember } from './members.ts'
import { chooseProtocol, metadataOf } from './protocols.ts'
import { type GroupError, type JoinReply, type JoinedMember, syncFailed } from './requests.ts'

/** Starts a rebalance; when one is preparing already, looks whether its join phase can end. */
export function rebalance(draft: Draft): void {
  if (draft.group.state === 'PreparingRebalance') completeJoinIfAll(draft)
  else prepareRebalance(draft)
}

export function prepareRebalance(draft: Draft): void {
  const before = draft.group.state
  if (before === 'CompletingRebalance') failSyncs(draft, 'REBALANCE_IN_PROGRESS')
  draft.cancelTimer('sync')
  draft.set({ unsynced: new Set() })
  draft.enter('PreparingRebalance')
  if (before === 'Empty') startInitialDelay(draft)
  else if (everyoneJoined(draft.group)) completeJoin(draft)
  else draft.setTimer('join', rebalanceTimeoutMs(draft.group))
}

/** Members that start together should meet in one generation instead of one each. */
function startInitialDelay(draft: Draft): void {
  const delayMs = draft.settings.initialRebalanceDelayMs
  const remainingMs = Math.max(rebalanceTimeoutMs(draft.group) - delayMs, 0)
  draft.set({ initialDelay: { delayMs, remainingMs, memberCame: false } })
  draft.setTimer('join', delayMs)
}

/** The join phase's time is over; in an initial rebalance it is prolonged as long as members keep coming. */
export function joinDue(draft: Draft): void {
  const { state, initialDelay } = draft.group
  if (state !== 'PreparingRebalance') return
  if (initialDelay === undefined || !initialDelay.memberCame || initialDelay.remainingMs === 0)
    return completeJoin(draft)
  const delayMs = Math.min(draft.settings.initialRebalanceDelayMs, initialDelay.remainingMs)
  const remainingMs = Math.max(initialDelay.remainingMs - initialDelay.delayMs, 0)
  draft.set({ initialDelay: { delayMs, remainingMs, memberCame: false } })
  draft.setTimer('join', delayMs)
}

export function completeJoinIfAll(draft: Draft): void {
  const { group } = draft
  if (group.state !== 'PreparingRebalance' || group.initialDelay !== undefined) return
  if (everyoneJoined(group)) completeJoin(draft)
}

/** Ends the join phase: whoever has not come is out, except for static members, whom only their session removes. */
function completeJoin(draft: Draft): void {
  draft.cancelTimer('join')
  for (const member of draft.group.members.values()) {
    if (member.joining === undefined && member.instanceId === undefined) removeMember(draft, member.id)
  }
  if (draft.group.members.size === 0) return enterEmpty(draft)
  if (!electLeader(draft)) draft.setTimer('join', rebalanceTimeoutMs(draft.group))
  else nextGeneration(draft)
}

function enterEmpty(draft: Draft): void {
  draft.set({ generation: draft.group.generation + 1, protocol: undefined, leader: undefined, initialDelay: undefined })
  draft.enter('Empty')
  draft.store('should')
}

/** The leader must be one that joined. False when there are only static members that did not. */
function electLeader(draft: Draft): boolean {
  const { group } = draft
  if (group.leader !== undefined && group.members.get(group.leader)?.joining !== undefined) return true
  const joined = [...group.members.values()].find(({ joining }) => joining !== undefined)
  if (joined !== undefined) draft.set({ leader: joined.id })
  return joined !== undefined
}

function nextGeneration(draft: Draft): void {
  const { group } = draft
  draft.set({
    generation: group.generation + 1,
    protocol: chooseProtocol(group),
    initialDelay: undefined,
    unsynced: new Set(group.members.keys()),
  })
  draft.enter('CompletingRebalance')
  answerJoins(draft)
  draft.setTimer('sync', rebalanceTimeoutMs(draft.group))
}

function answerJoins(draft: Draft): void {
  const joined = byTicket(draft.group, ({ joining }) => joining)
  for (const [ticket, member] of joined) draft.reply(ticket, joinSucceeded(draft.group, member.id))
  for (const member of draft.group.members.values()) draft.renewSession(member)
  draft.mapMembers((member) => ({ ...member, joining: undefined, isNew: false }))
}

/** The present generation as a member is told of it; the leader is told of everybody. */
export function joinSucceeded(group: Group, memberId: string): JoinReply {
  return {
    error: 'NONE',
    memberId,
    generation: group.generation,
    protocolType: group.protocolType,
    protocolName: group.protocol,
    leader: group.leader ?? '',
    skipAssignment: false,
    members: group.leader === memberId ? joinedMembers(group) : [],
  }
}

function joinedMembers(group: Group): JoinedMember[] {
  return [...group.members.values()].map((member) => ({
    memberId: member.id,
    instanceId: member.instanceId,
    metadata: metadataOf(member, group.protocol),
  }))
}

/** Those who wait, in the order in which they asked. */
export function byTicket(group: Group, waits: (member: Member) => Ticket | undefined): [Ticket, Member][] {
  const waiting: [Ticket, Member][] = []
  for (const member of group.members.values()) {
    const ticket = waits(member)
    if (ticket !== undefined) waiting.push([ticket, member])
  }
  return waiting.toSorted(([a], [b]) => a - b)
}

function failSyncs(draft: Draft, error: GroupError): void {
  for (const [ticket, member] of byTicket(draft.group, ({ syncing }) => syncing)) {
    draft.reply(ticket, syncFailed(error))
    draft.renewSession(member)
  }
  draft.mapMembers((member) => ({ ...member, syncing: undefined, assignment: NO_ASSIGNMENT }))
}
