/** A group as its record in `__consumer_offsets` keeps it: what must survive a restart of the broker. */
import type { GroupMetadataValue, GroupMetadataValueMemberMetadata } from '../records/index.ts'
import { type Group, type Member, emptyGroup } from './group.ts'
import { metadataOf } from './protocols.ts'

export function groupValueOf(group: Group): GroupMetadataValue {
  return {
    protocolType: group.protocolType ?? '',
    generation: group.generation,
    protocol: group.protocol ?? null,
    leader: group.leader ?? null,
    currentStateTimestamp: group.stateSince ?? -1,
    members: [...group.members.values()].map((member) => memberValueOf(group, member)),
  }
}

function memberValueOf(group: Group, member: Member): GroupMetadataValueMemberMetadata {
  return {
    memberId: member.id,
    groupInstanceId: member.instanceId ?? null,
    clientId: member.clientId,
    clientHost: member.clientHost,
    rebalanceTimeout: member.rebalanceTimeoutMs,
    sessionTimeout: member.sessionTimeoutMs,
    subscription: metadataOf(member, group.protocol),
    assignment: member.assignment,
  }
}

/**
 * The group that a record tells of: stable with members, else empty. Of what members can speak only the protocol that
 * was chosen is known, so one that comes back with others as well starts a rebalance.
 */
export function groupOf(id: string, value: GroupMetadataValue): Group {
  const members = new Map(value.members.map((member) => [member.memberId, memberOf(value, member)]))
  return {
    ...emptyGroup(id, 0),
    state: members.size === 0 ? 'Empty' : 'Stable',
    stateSince: value.currentStateTimestamp === -1 ? undefined : value.currentStateTimestamp,
    protocolType: value.protocolType === '' ? undefined : value.protocolType,
    protocol: value.protocol ?? undefined,
    generation: value.generation,
    leader: value.leader ?? undefined,
    members,
  }
}

function memberOf(group: GroupMetadataValue, member: GroupMetadataValueMemberMetadata): Member {
  return {
    id: member.memberId,
    instanceId: member.groupInstanceId ?? undefined,
    clientId: member.clientId,
    clientHost: member.clientHost,
    sessionTimeoutMs: member.sessionTimeout,
    rebalanceTimeoutMs: member.rebalanceTimeout === -1 ? member.sessionTimeout : member.rebalanceTimeout,
    protocols: [{ name: group.protocol ?? '', metadata: member.subscription }],
    assignment: member.assignment,
    joining: undefined,
    syncing: undefined,
    isNew: false,
  }
}
