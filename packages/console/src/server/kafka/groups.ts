import { Refusal } from '@millrace/kernel'
import type { Admin, Group } from '@platformatic/kafka'
import type { GroupDetail, GroupMember, GroupPartition, GroupSummary } from '../../contract/groups.ts'
import { type Partitions, type Range, int, ranges } from './offsets.ts'
import { topicMetadata } from './topics.ts'

const groupsAtMost = 500

/** Committed offsets by topic and partition; what was never committed is absent. */
type Committed = ReadonlyMap<string, ReadonlyMap<number, number>>

/** Consumer groups with their lag, by name; the first 500 of them. */
export async function listGroups(admin: Admin): Promise<GroupSummary[]> {
  const listed = await admin.listGroups()
  const ids = [...listed.keys()].sort().slice(0, groupsAtMost)
  if (ids.length === 0) return []
  const [described, committed] = await Promise.all([
    admin.describeGroups({ groups: ids }),
    committedOffsets(admin, ids),
  ])
  const offsets = await existingRanges(admin, topicsOf(committed.values()))
  return ids.map((id) => {
    const group = described.get(id)
    const positions = committed.get(id) ?? new Map()
    return {
      id,
      state: group?.state ?? listed.get(id)?.state ?? 'Unknown',
      protocol: group?.protocol ?? '',
      members: group?.members.size ?? 0,
      topics: [...positions.keys()].sort(),
      lag: lagOf(positions, offsets),
    }
  })
}

function lagOf(committed: Committed, offsets: ReadonlyMap<string, ReadonlyMap<number, Range>>): number {
  let lag = 0
  for (const [topic, partitions] of committed)
    for (const [partition, offset] of partitions)
      lag += Math.max(0, (offsets.get(topic)?.get(partition)?.end ?? offset) - offset)
  return lag
}

export async function committedOffsets(admin: Admin, ids: readonly string[]): Promise<Map<string, Committed>> {
  const listed = await admin.listConsumerGroupOffsets({ groups: [...ids] })
  return new Map(
    listed.map(({ groupId, topics }) => [
      groupId,
      new Map(topics.map(({ name, partitions }) => [name, positions(partitions)])),
    ]),
  )
}

function positions(partitions: readonly { partitionIndex: number; committedOffset: bigint }[]): Map<number, number> {
  return new Map(
    partitions
      .filter(({ committedOffset }) => committedOffset >= 0n)
      .map(({ partitionIndex, committedOffset }) => [partitionIndex, int(committedOffset)]),
  )
}

function topicsOf(committed: Iterable<Committed>): Partitions {
  const topics = new Map<string, Set<number>>()
  for (const positions of committed)
    for (const [topic, partitions] of positions)
      topics.set(topic, new Set([...(topics.get(topic) ?? []), ...partitions.keys()]))
  return new Map([...topics].map(([topic, partitions]) => [topic, [...partitions]]))
}

/** Groups remember offsets of topics that were deleted, or made anew with fewer partitions: those have no range. */
async function existingRanges(admin: Admin, topics: Partitions): Promise<Map<string, Map<number, Range>>> {
  const metadata = await topicMetadata(admin)
  const existing = [...topics].map(([topic, partitions]): [string, number[]] => [
    topic,
    partitions.filter((partition) => partition < (metadata.get(topic)?.partitionsCount ?? 0)),
  ])
  return ranges(admin, new Map(existing))
}

/** One group. @throws Refusal GROUP_ID_NOT_FOUND */
export async function findGroup(admin: Admin, id: string): Promise<Group> {
  const listed = await admin.listGroups()
  if (!listed.has(id)) throw new Refusal('GROUP_ID_NOT_FOUND', `There is no consumer group ${id}`)
  const group = (await admin.describeGroups({ groups: [id] })).get(id)
  if (group === undefined) throw new Refusal('GROUP_ID_NOT_FOUND', `There is no consumer group ${id}`)
  return group
}

export async function describeGroup(admin: Admin, id: string): Promise<GroupDetail> {
  const group = await findGroup(admin, id)
  const committed = (await committedOffsets(admin, [id])).get(id) ?? new Map()
  const members = [...group.members.values()].map(memberOf).toSorted((left, right) => left.id.localeCompare(right.id))
  const owners = ownersOf(members)
  const all = topicsOf([committed, owners.partitions])
  const offsets = await existingRanges(admin, all)
  const partitions = [...all].flatMap(([topic, numbers]) =>
    numbers.map((partition) =>
      partitionRow(
        topic,
        partition,
        offsets.get(topic)?.get(partition),
        committed.get(topic)?.get(partition),
        owners.names.get(`${topic}/${partition}`),
      ),
    ),
  )
  const order = (left: GroupPartition, right: GroupPartition) =>
    left.topic.localeCompare(right.topic, 'en', { numeric: true }) || left.partition - right.partition
  return { id, state: group.state, protocol: group.protocol, members, partitions: partitions.toSorted(order) }
}

function memberOf(member: Group['members'] extends Map<string, infer M> ? M : never): GroupMember {
  const assignments = [...(member.assignments?.values() ?? [])]
  return {
    id: member.id,
    clientId: member.clientId,
    host: member.clientHost,
    ...(member.groupInstanceId === null || member.groupInstanceId === undefined
      ? {}
      : { instanceId: member.groupInstanceId }),
    assignments: assignments.map(({ topic, partitions }) => ({
      topic,
      partitions: [...partitions].sort((a, b) => a - b),
    })),
  }
}

function ownersOf(members: readonly GroupMember[]): {
  names: Map<string, string>
  partitions: Map<string, Map<number, number>>
} {
  const names = new Map<string, string>()
  const partitions = new Map<string, Map<number, number>>()
  for (const member of members)
    for (const { topic, partitions: numbers } of member.assignments)
      for (const number of numbers) {
        names.set(`${topic}/${number}`, member.id)
        partitions.set(topic, (partitions.get(topic) ?? new Map()).set(number, 0))
      }
  return { names, partitions }
}

function partitionRow(
  topic: string,
  partition: number,
  range: Range | undefined,
  committed: number | undefined,
  member: string | undefined,
): GroupPartition {
  const { start, end } = range ?? { start: 0, end: 0 }
  return {
    topic,
    partition,
    start,
    end,
    ...(committed === undefined ? {} : { committed, lag: Math.max(0, end - committed) }),
    ...(member === undefined ? {} : { member }),
  }
}

/** Groups that have committed in a topic, with their lag in it. */
export async function groupsOfTopic(
  admin: Admin,
  topic: string,
): Promise<{ id: string; state: string; lag: number }[]> {
  const groups = await listGroups(admin)
  const reading = groups.filter((group) => group.topics.includes(topic))
  if (reading.length === 0) return []
  const committed = await committedOffsets(
    admin,
    reading.map(({ id }) => id),
  )
  const only = (id: string): Committed => new Map([[topic, committed.get(id)?.get(topic) ?? new Map()]])
  const offsets = await existingRanges(admin, topicsOf(reading.map(({ id }) => only(id))))
  return reading.map(({ id, state }) => ({ id, state, lag: lagOf(only(id), offsets) }))
}

/** Forgets a group and its offsets. @throws Refusal GROUP_NOT_EMPTY while it has members */
export async function deleteGroup(admin: Admin, id: string): Promise<void> {
  refuseUnlessEmpty(await findGroup(admin, id), 'deleted')
  await admin.deleteGroups({ groups: [id] })
}

/** Offsets of a group that is at work cannot be changed from outside: its members would overwrite them. */
export function refuseUnlessEmpty(group: Pick<Group, 'id' | 'state' | 'members'>, what: string): void {
  const why = whyNotEmpty(group, what)
  if (why !== undefined) throw new Refusal('GROUP_NOT_EMPTY', why)
}

export function whyNotEmpty(group: Pick<Group, 'id' | 'state' | 'members'>, what: string): string | undefined {
  if (group.members.size === 0 && ['Empty', 'Dead'].includes(group.state)) return undefined
  const members = group.members.size === 1 ? '1 member' : `${group.members.size} members`
  return `${group.id} has ${members} and is ${group.state}; it can be ${what} when it is empty. Stop its consumers first.`
}
