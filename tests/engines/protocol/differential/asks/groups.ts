import type { Struct } from '@millrace/kernel'
import {
  DeleteGroups,
  DescribeGroups,
  Heartbeat,
  JoinGroup,
  LeaveGroup,
  ListGroups,
  SyncGroup,
} from '../../../../../packages/kafka/src/messages/index.ts'
import type { Ask } from '../ask.ts'
import { type Names, drawn } from '../names.ts'
import type { KnownGroup, World } from '../world.ts'

/** No session ends and no rebalance waits long enough to time out while a run lasts. */
const PATIENT_MS = 600_000
const MEMBER_ID_REQUIRED = 79

/** What a consumer tells of itself: version 0, one topic, no data of its own. */
export function subscription(topic: string): Buffer {
  const name = Buffer.from(topic)
  const head = Buffer.from([0, 0, 0, 0, 0, 1, 0, name.length])
  return Buffer.concat([head, name, Buffer.from([0xff, 0xff, 0xff, 0xff])])
}

/** The request of a member that joins, and what is learned from the answer. */
export function join(group: KnownGroup, slot: string, version: number, more: Struct = {}): Ask {
  const { id } = group
  return {
    message: JoinGroup,
    version,
    request: {
      groupId: id,
      sessionTimeoutMs: PATIENT_MS,
      rebalanceTimeoutMs: PATIENT_MS,
      memberId: drawn(`member ${id}/${slot}`, ''),
      groupInstanceId: null,
      protocolType: 'consumer',
      protocols: ['range', 'roundrobin'].map((name) => ({ name, metadata: subscription('plain') })),
      ...more,
    },
    learns: (answer: Struct, names: Names) => {
      if (answer['memberId'] !== '') names.learn(`member ${id}/${slot}`, answer['memberId'])
      if (Number(answer['generationId']) >= 0) names.note(`generation ${id}`, answer['generationId'])
    },
    heard: ({ errorCode }) => {
      if (errorCode === 0) [group.member, group.pending] = [slot, undefined]
      if (errorCode === MEMBER_ID_REQUIRED) group.pending = slot
    },
  }
}

/** Ways of joining that are refused, whatever the group is in. */
const REFUSED: readonly Struct[] = [
  { groupId: '' },
  { sessionTimeoutMs: 1 },
  { sessionTimeoutMs: 9_000_000 },
  { protocols: [] },
  { protocolType: '' },
  { memberId: 'nobody' },
]

export function joinGroup(world: World, version: number): Ask {
  const group = world.group()
  if (world.chance(0.3)) {
    const ask = join(group, 'refused', version, { memberId: '', ...world.one(REFUSED) })
    return { ...ask, learns: () => undefined, heard: () => undefined }
  }
  const other: Struct = { protocolType: 'connect', protocols: [{ name: 'other', metadata: Buffer.alloc(0) }] }
  const isOther = group.member !== undefined && world.chance(0.1)
  return join(group, group.member ?? group.pending ?? world.fresh('slot'), version, isOther ? other : {})
}

export function syncGroup(world: World, version: number): Ask {
  const group = world.group()
  const memberId = world.memberId(group)
  const request = {
    groupId: world.mostly(group.id, ['', `${world.prefix}nobody`], 0.9),
    generationId: world.generation(group),
    memberId,
    protocolType: world.mostly<string | null>('consumer', [null, 'connect'], 0.9),
    protocolName: world.mostly<string | null>('range', [null, 'roundrobin'], 0.9),
    assignments: world.chance(0.8) ? [{ memberId, assignment: Buffer.from('mine') }] : [],
  }
  return { message: SyncGroup, version, request }
}

export function heartbeat(world: World, version: number): Ask {
  const group = world.group()
  const request = {
    groupId: world.mostly(group.id, ['', `${world.prefix}nobody`], 0.9),
    generationId: world.generation(group),
    memberId: world.memberId(group),
    groupInstanceId: world.mostly(null, ['nobody'] as never[], 0.9),
  }
  return { message: Heartbeat, version, request }
}

export function leaveGroup(world: World, version: number): Ask {
  const group = world.group()
  const leaver = { memberId: drawn(`member ${group.id}/${group.member ?? group.pending ?? 'nobody'}`, 'nobody') }
  const goes = world.chance(0.7)
  const stranger = { memberId: 'stranger', groupInstanceId: world.mostly<string | null>(null, ['nobody']) }
  const members = version >= 3 && world.chance(0.4) ? [...(goes ? [leaver] : []), stranger] : [goes ? leaver : stranger]
  return {
    message: LeaveGroup,
    version,
    request: { groupId: group.id, memberId: goes ? leaver.memberId : 'stranger', members },
    heard: ({ errorCode }) => {
      if (goes && errorCode === 0) group.member = group.pending = undefined
    },
  }
}

export function describeGroups(world: World, version: number): Ask {
  const groups = world.few(() => world.mostly(world.anyGroup().id, [`${world.prefix}nobody`, '']), 2)
  return { message: DescribeGroups, version, request: { groups, includeAuthorizedOperations: world.chance(0.3) } }
}

export function listGroups(world: World, version: number): Ask {
  const states = [[], [], ['Stable'], ['empty'], ['Stable', 'Empty'], ['Nonsense'], ['']]
  const types = [[], [], ['classic'], ['Classic'], ['consumer'], ['nonsense']]
  const request = {
    statesFilter: version >= 4 ? world.one(states) : [],
    typesFilter: version >= 5 ? world.one(types) : [],
  }
  return { message: ListGroups, version, request, lists: true }
}

export function deleteGroups(world: World, version: number): Ask {
  const held = world.groups.filter(({ member }) => member !== undefined).map(({ id }) => id)
  const names = [...held, world.passing.id, `${world.prefix}nobody`]
  const groupsNames = [...new Set(world.few(() => world.one(names), 2))]
  return { message: DeleteGroups, version, request: { groupsNames } }
}
