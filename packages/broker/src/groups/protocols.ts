/** Which way of assigning a group takes: one that every member supports, by vote. */
import { invariant } from '@millrace/kernel'
import type { Group, Member, Protocol } from './group.ts'

/**
 * Whether somebody who speaks these can join: into an empty group with anything, else with the group's protocol type
 * and at least one protocol that all members have in common.
 */
export function canJoin(group: Group, protocolType: string, protocols: readonly Protocol[]): boolean {
  if (group.state === 'Empty') return protocolType !== '' && protocols.length > 0
  if (group.protocolType !== protocolType) return false
  return protocols.some(({ name }) => everyoneSupports(group, name))
}

function everyoneSupports(group: Group, name: string): boolean {
  for (const member of group.members.values()) if (!supports(member, name)) return false
  return true
}

const supports = (member: Member, name: string): boolean => member.protocols.some((protocol) => protocol.name === name)

/** Every member votes for the first of its protocols that all support; on a tie the one voted for first wins. */
export function chooseProtocol(group: Group): string {
  const common = commonProtocols(group)
  const votes = new Map<string, number>()
  for (const member of group.members.values()) {
    const choice = member.protocols.find(({ name }) => common.has(name))
    invariant(choice !== undefined, 'members of a group have a protocol in common', group.id)
    votes.set(choice.name, (votes.get(choice.name) ?? 0) + 1)
  }
  const [winner] = [...votes].toSorted((a, b) => b[1] - a[1])
  invariant(winner !== undefined, 'only a group with members chooses a protocol', group.id)
  return winner[0]
}

function commonProtocols(group: Group): ReadonlySet<string> {
  const [first] = group.members.values()
  const names = first?.protocols.map(({ name }) => name) ?? []
  return new Set(names.filter((name) => everyoneSupports(group, name)))
}

/** What the member says about itself in the group's protocol. */
export function metadataOf(member: Member, protocol: string | undefined): Buffer {
  const spoken = member.protocols.find(({ name }) => name === protocol)
  invariant(spoken !== undefined, 'members speak the protocol of their group', `${member.id} ${protocol}`)
  return spoken.metadata
}

/** Whether a member that joins again says the same as before, byte for byte and in the same order. */
export function sameProtocols(one: readonly Protocol[], other: readonly Protocol[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ name, metadata }, index) => {
      const counterpart = other[index] as Protocol
      return name === counterpart.name && Buffer.compare(metadata, counterpart.metadata) === 0
    })
  )
}
