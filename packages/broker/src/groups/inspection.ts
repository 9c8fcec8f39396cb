/** What groups are told of to those who look after them: descriptions and lists. */
import type { Group, GroupState, Member } from './group.ts'
import { metadataOf } from './protocols.ts'

export interface GroupDescription {
  readonly groupId: string
  readonly state: GroupState
  /** Empty for a group that only keeps offsets. */
  readonly protocolType: string
  /** Empty unless the group is stable. */
  readonly protocol: string
  readonly members: readonly MemberDescription[]
}

export interface MemberDescription {
  readonly memberId: string
  readonly instanceId: string | undefined
  readonly clientId: string
  readonly clientHost: string
  /** Empty unless the group is stable. */
  readonly metadata: Buffer
  readonly assignment: Buffer
}

export interface ListedGroup {
  readonly groupId: string
  readonly protocolType: string
  readonly state: GroupState
  readonly type: 'classic'
}

/** Names, in any case, as Kafka's tools give them; an empty list lets everything through. */
export interface ListFilter {
  readonly states: readonly string[]
  readonly types: readonly string[]
}

export function describeGroup(group: Group): GroupDescription {
  const isStable = group.state === 'Stable'
  return {
    groupId: group.id,
    state: group.state,
    protocolType: group.protocolType ?? '',
    protocol: isStable ? (group.protocol ?? '') : '',
    members: [...group.members.values()].map((member) => describeMember(member, isStable ? group.protocol : undefined)),
  }
}

function describeMember(member: Member, protocol: string | undefined): MemberDescription {
  const { id, instanceId, clientId, clientHost, assignment } = member
  const metadata = protocol === undefined ? Buffer.alloc(0) : metadataOf(member, protocol)
  return { memberId: id, instanceId, clientId, clientHost, metadata, assignment }
}

export function listedGroup({ id, protocolType, state }: Group): ListedGroup {
  return { groupId: id, protocolType: protocolType ?? '', state, type: 'classic' }
}

export function passes({ state, type }: ListedGroup, filter: ListFilter): boolean {
  return holds(filter.states, state) && holds(filter.types, type)
}

const holds = (names: readonly string[], name: string): boolean =>
  names.length === 0 || names.some((wanted) => wanted.toLowerCase() === name.toLowerCase())
