import { type Broker, openBroker } from '@millrace/broker'
import { seededRandom, systemClocks } from '@millrace/kernel'
import { memoryLog } from '@millrace/log'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { codeOf } from '../src/error-codes.ts'
import { findCoordinator } from '../src/handlers/10-find-coordinator.ts'
import { joinGroup } from '../src/handlers/11-join-group.ts'
import { heartbeat } from '../src/handlers/12-heartbeat.ts'
import { leaveGroup } from '../src/handlers/13-leave-group.ts'
import { syncGroup } from '../src/handlers/14-sync-group.ts'
import { describeGroups } from '../src/handlers/15-describe-groups.ts'
import { listGroups } from '../src/handlers/16-list-groups.ts'
import { deleteGroups } from '../src/handlers/42-delete-groups.ts'
import { offsetDelete } from '../src/handlers/47-offset-delete.ts'
import { offsetCommit } from '../src/handlers/8-offset-commit.ts'
import { offsetFetch } from '../src/handlers/9-offset-fetch.ts'
import {
  DeleteGroups,
  DescribeGroups,
  FindCoordinator,
  Heartbeat,
  JoinGroup,
  LeaveGroup,
  ListGroups,
  OffsetCommit,
  OffsetDelete,
  OffsetFetch,
  SyncGroup,
} from '../src/messages/index.ts'
import { type Caller, call } from './call.ts'

let broker: Broker
let caller: Caller
let topicId = ''

beforeEach(async () => {
  const clocks = systemClocks()
  const properties = { 'group.initial.rebalance.delay.ms': '0' }
  broker = await openBroker({ log: memoryLog({ clocks }), clocks, random: seededRandom(1), settings: { properties } })
  caller = { broker, clocks }
  topicId = (await broker.topics.ensure('orders')).id
})

afterEach(() => broker.close())

const versionsOf = ({ versions: [from, to] }: { versions: readonly [number, number] }): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index)

const JOIN = {
  groupId: 'g',
  sessionTimeoutMs: 10_000,
  rebalanceTimeoutMs: 20_000,
  protocolType: 'consumer',
  protocols: [{ name: 'range', metadata: Buffer.from('words') }],
}

/** The only member of group `g`, with its assignment. */
async function member(): Promise<string> {
  const joined = await call(joinGroup, JoinGroup, 3, JOIN, caller)
  const memberId = joined?.memberId ?? ''
  const assignments = [{ memberId, assignment: Buffer.from('share') }]
  const request = {
    groupId: 'g',
    generationId: 1,
    memberId,
    assignments,
    protocolType: 'consumer',
    protocolName: 'range',
  }
  await call(syncGroup, SyncGroup, 5, request, caller)
  return memberId
}

describe('FindCoordinator', () => {
  it.each(versionsOf(findCoordinator))('is served in version %i', async (version) => {
    const here = { nodeId: 1, host: '127.0.0.1', port: 9092, errorCode: 0 }
    const asked = version < 4 ? { key: 'g' } : { coordinatorKeys: ['g', 'h'] }
    const response = await call(findCoordinator, FindCoordinator, version, asked, caller)
    const both = [
      { key: 'g', ...here },
      { key: 'h', ...here },
    ]
    expect(response).toMatchObject(version < 4 ? here : { coordinators: both })
  })

  it('is here for transactions, and nowhere for what is not known', async () => {
    const ask = (keyType: number) =>
      call(findCoordinator, FindCoordinator, 6, { keyType, coordinatorKeys: ['k'] }, caller)
    expect((await ask(1))?.coordinators).toMatchObject([{ nodeId: 1, errorCode: 0 }])
    expect((await ask(2))?.coordinators).toMatchObject([{ nodeId: -1, errorCode: codeOf('INVALID_REQUEST') }])
  })
})

describe('JoinGroup and SyncGroup', () => {
  it.each(versionsOf(joinGroup))('JoinGroup is served in version %i', async (version) => {
    const first = await call(joinGroup, JoinGroup, version, JOIN, caller)
    expect(first?.errorCode).toBe(version >= 4 ? codeOf('MEMBER_ID_REQUIRED') : 0)
    const again = { ...JOIN, memberId: first?.memberId ?? '' }
    const joined = version >= 4 ? await call(joinGroup, JoinGroup, version, again, caller) : first
    const memberId = joined?.memberId
    expect(memberId).toMatch(/^test-/)
    expect(joined).toMatchObject({ errorCode: 0, generationId: 1, protocolName: 'range', leader: memberId })
    expect(joined?.members).toMatchObject([{ memberId, metadata: Buffer.from('words') }])
    const { rebalanceTimeoutMs, sessionTimeoutMs, clientHost } =
      broker.groups.registry.find('g')?.group.members.get(memberId ?? '') ?? {}
    expect({ sessionTimeoutMs, clientHost }).toEqual({ sessionTimeoutMs: 10_000, clientHost: '/127.0.0.1' })
    expect(rebalanceTimeoutMs).toBe(version === 0 ? 10_000 : 20_000)
  })

  it.each(versionsOf(joinGroup))('JoinGroup is refused in version %i', async (version) => {
    const refused = await call(joinGroup, JoinGroup, version, { ...JOIN, sessionTimeoutMs: 1 }, caller)
    expect(refused).toMatchObject({
      errorCode: codeOf('INVALID_SESSION_TIMEOUT'),
      generationId: -1,
      protocolName: version >= 7 ? null : '',
      members: [],
    })
  })

  it.each(versionsOf(syncGroup))('SyncGroup is served in version %i', async (version) => {
    const memberId = (await call(joinGroup, JoinGroup, 3, JOIN, caller))?.memberId ?? ''
    const assignments = [{ memberId, assignment: Buffer.from('share') }]
    const named = { protocolType: 'consumer', protocolName: 'range' }
    const request = { groupId: 'g', generationId: 1, memberId, assignments, ...named }
    expect(await call(syncGroup, SyncGroup, version, request, caller)).toMatchObject({
      errorCode: 0,
      assignment: Buffer.from('share'),
      protocolName: version >= 5 ? 'range' : null,
    })
    const late = await call(syncGroup, SyncGroup, version, { ...request, generationId: 0 }, caller)
    expect(late).toMatchObject({ errorCode: codeOf('ILLEGAL_GENERATION'), assignment: Buffer.alloc(0) })
  })

  it('checks the protocol that the member thinks was chosen', async () => {
    const memberId = await member()
    const request = { groupId: 'g', generationId: 1, memberId, protocolType: 'consumer', protocolName: 'sticky' }
    const response = await call(syncGroup, SyncGroup, 5, request, caller)
    expect(response?.errorCode).toBe(codeOf('INCONSISTENT_GROUP_PROTOCOL'))
  })
})

describe('Heartbeat and LeaveGroup', () => {
  it.each(versionsOf(heartbeat))('Heartbeat is served in version %i', async (version) => {
    const memberId = await member()
    const beat = (generationId: number) =>
      call(heartbeat, Heartbeat, version, { groupId: 'g', generationId, memberId }, caller)
    expect(await beat(1)).toMatchObject({ errorCode: 0 })
    expect(await beat(0)).toMatchObject({ errorCode: codeOf('ILLEGAL_GENERATION') })
  })

  it.each(versionsOf(leaveGroup))('LeaveGroup is served in version %i', async (version) => {
    const memberId = await member()
    const who = (id: string) => (version < 3 ? { memberId: id } : { members: [{ memberId: id }] })
    const unknown = codeOf('UNKNOWN_MEMBER_ID')
    const leave = (id: string) => call(leaveGroup, LeaveGroup, version, { groupId: 'g', ...who(id) }, caller)
    const outcome = async (id: string) => {
      const response = await leave(id)
      return version < 3 ? response?.errorCode : response?.members?.[0]?.errorCode
    }
    expect(await outcome('stranger')).toBe(unknown)
    expect(await outcome(memberId)).toBe(0)
    expect(await outcome(memberId)).toBe(unknown)
    expect(broker.groups.registry.find('g')?.group.state).toBe('Empty')
  })
})

describe('OffsetCommit and OffsetFetch', () => {
  const partitions = [{ partitionIndex: 0, committedOffset: 5, committedLeaderEpoch: 2, committedMetadata: 'note' }]

  it.each(versionsOf(offsetCommit))('OffsetCommit is served in version %i', async (version) => {
    const known = version >= 10 ? { topicId } : { name: 'orders' }
    const unknown = version >= 10 ? { topicId: 'ffffffff-0000-4000-8000-000000000000' } : { name: 'unheard-of' }
    const topics = [
      { ...unknown, partitions },
      { ...known, partitions },
    ]
    const response = await call(offsetCommit, OffsetCommit, version, { groupId: 'g', topics }, caller)
    const refused = codeOf(version >= 10 ? 'UNKNOWN_TOPIC_ID' : 'UNKNOWN_TOPIC_OR_PARTITION')
    expect(response?.topics).toMatchObject([
      { ...unknown, partitions: [{ partitionIndex: 0, errorCode: refused }] },
      { ...known, partitions: [{ partitionIndex: 0, errorCode: 0 }] },
    ])
    const [offset] = [...(broker.groups.registry.find('g')?.offsets.committed.entries() ?? [])]
    expect(offset).toMatchObject({
      topic: 'orders',
      committed: { offset: 5, metadata: 'note', leaderEpoch: version >= 6 ? 2 : -1, expiresAt: undefined },
    })
  })

  it.each([
    [8, 'ILLEGAL_GENERATION'],
    [9, 'GROUP_ID_NOT_FOUND'],
  ] as const)('OffsetCommit of a group that is not there is refused in version %i with %s', async (version, error) => {
    const request = {
      groupId: 'g',
      generationIdOrMemberEpoch: 1,
      memberId: 'm',
      topics: [{ name: 'orders', partitions }],
    }
    const response = await call(offsetCommit, OffsetCommit, version, request, caller)
    expect(response?.topics[0]?.partitions[0]?.errorCode).toBe(codeOf(error))
  })

  it('keeps offsets for as long as version 4 says', async () => {
    const request = { groupId: 'g', retentionTimeMs: 60_000, topics: [{ name: 'orders', partitions }] }
    await call(offsetCommit, OffsetCommit, 4, request, caller)
    const committed = broker.groups.registry.find('g')?.offsets.committed.get('orders', 0)
    expect(committed?.expiresAt).toBe((committed?.committedAt ?? 0) + 60_000)
  })

  it.each(versionsOf(offsetFetch))('OffsetFetch is served in version %i', async (version) => {
    await call(offsetCommit, OffsetCommit, 9, { groupId: 'g', topics: [{ name: 'orders', partitions }] }, caller)
    const topic = version >= 10 ? { topicId } : { name: 'orders' }
    const asked = [{ ...topic, partitionIndexes: [0, 1] }]
    const fetch = async (topics: typeof asked | null) => {
      const request = version < 8 ? { groupId: 'g', topics } : { groups: [{ groupId: 'g', topics }] }
      const response = await call(offsetFetch, OffsetFetch, version, request, caller)
      return version < 8 ? response : response?.groups?.[0]
    }
    const leaderEpoch = version >= 5 ? 2 : -1
    const held = {
      partitionIndex: 0,
      committedOffset: 5,
      metadata: 'note',
      committedLeaderEpoch: leaderEpoch,
      errorCode: 0,
    }
    const none = { partitionIndex: 1, committedOffset: -1, metadata: '', committedLeaderEpoch: -1, errorCode: 0 }
    expect(await fetch(asked)).toMatchObject({ errorCode: 0, topics: [{ ...topic, partitions: [held, none] }] })
    const all = version >= 2 ? await fetch(null) : { topics: [{ ...topic, partitions: [held] }] }
    expect(all).toMatchObject({ topics: [{ ...topic, partitions: [held] }] })
  })

  it('OffsetFetch tells of several groups, and of topics that are not there', async () => {
    await call(offsetCommit, OffsetCommit, 9, { groupId: 'g', topics: [{ name: 'orders', partitions }] }, caller)
    const gone = 'ffffffff-0000-4000-8000-000000000000'
    const groups = [
      { groupId: 'unheard-of', topics: null },
      { groupId: 'g', topics: [gone, topicId].map((id) => ({ topicId: id, partitionIndexes: [0] })) },
    ]
    const response = await call(offsetFetch, OffsetFetch, 10, { groups }, caller)
    expect(response?.groups).toMatchObject([
      { groupId: 'unheard-of', topics: [], errorCode: 0 },
      {
        groupId: 'g',
        topics: [
          { topicId: gone, partitions: [{ errorCode: codeOf('UNKNOWN_TOPIC_ID'), committedOffset: -1 }] },
          { topicId, partitions: [{ errorCode: 0, committedOffset: 5 }] },
        ],
      },
    ])
  })

  it('OffsetFetch refuses what an open transaction is about to change, when asked to', async () => {
    const offsets = [{ topic: 'orders', partition: 0, offset: 9, leaderEpoch: -1, metadata: '' }]
    const nobody = { memberId: '', instanceId: undefined, generation: -1 }
    await broker.groups.offsets.commitPending({ groupId: 'g', ...nobody, producer: { id: 1, epoch: 0 }, offsets })
    const topics = [{ name: 'orders', partitionIndexes: [0] }]
    const error = async (requireStable: boolean) => {
      const response = await call(offsetFetch, OffsetFetch, 7, { groupId: 'g', topics, requireStable }, caller)
      return response?.topics?.[0]?.partitions?.[0]?.errorCode
    }
    expect(await error(true)).toBe(codeOf('UNSTABLE_OFFSET_COMMIT'))
    expect(await error(false)).toBe(0)
  })
})

describe('looking after groups', () => {
  it.each(versionsOf(describeGroups))('DescribeGroups is served in version %i', async (version) => {
    const memberId = await member()
    const request = { groups: ['g', 'unheard-of'], includeAuthorizedOperations: version >= 3 }
    const response = await call(describeGroups, DescribeGroups, version, request, caller)
    const [held, gone] = response?.groups ?? []
    expect(held).toMatchObject({
      groupId: 'g',
      errorCode: 0,
      groupState: 'Stable',
      protocolType: 'consumer',
      protocolData: 'range',
      members: [
        { memberId, clientId: 'test', memberMetadata: Buffer.from('words'), memberAssignment: Buffer.from('share') },
      ],
    })
    expect(held?.authorizedOperations).toBe(version >= 3 ? 0b1101_0100_1000 : -2147483648)
    const errorCode = version >= 6 ? codeOf('GROUP_ID_NOT_FOUND') : 0
    expect(gone).toMatchObject({ groupId: 'unheard-of', errorCode, groupState: 'Dead', members: [] })
  })

  it.each(versionsOf(listGroups))('ListGroups is served in version %i', async (version) => {
    await member()
    const response = await call(listGroups, ListGroups, version, {}, caller)
    expect(response).toMatchObject({ errorCode: 0, groups: [{ groupId: 'g', protocolType: 'consumer' }] })
    expect(response?.groups[0]?.groupState).toBe(version >= 4 ? 'Stable' : '')
    const filtered =
      version >= 4 ? await call(listGroups, ListGroups, version, { statesFilter: ['Empty'] }, caller) : undefined
    expect(filtered?.groups ?? []).toEqual([])
  })

  it.each(versionsOf(deleteGroups))('DeleteGroups is served in version %i', async (version) => {
    const memberId = await member()
    const remove = async () => {
      const response = await call(deleteGroups, DeleteGroups, version, { groupsNames: ['g'] }, caller)
      return response?.results
    }
    expect(await remove()).toEqual([{ groupId: 'g', errorCode: codeOf('NON_EMPTY_GROUP') }])
    await call(leaveGroup, LeaveGroup, 2, { groupId: 'g', memberId }, caller)
    expect(await remove()).toEqual([{ groupId: 'g', errorCode: 0 }])
    expect(await remove()).toEqual([{ groupId: 'g', errorCode: codeOf('GROUP_ID_NOT_FOUND') }])
  })

  it.each(versionsOf(offsetDelete))('OffsetDelete is served in version %i', async (version) => {
    const partitions = [{ partitionIndex: 0 }]
    const committed = [{ partitionIndex: 0, committedOffset: 5 }]
    const topics = [{ name: 'orders', partitions }]
    const remove = () => call(offsetDelete, OffsetDelete, version, { groupId: 'g', topics }, caller)
    expect(await remove()).toMatchObject({ errorCode: codeOf('GROUP_ID_NOT_FOUND'), topics: [] })
    await call(
      offsetCommit,
      OffsetCommit,
      9,
      { groupId: 'g', topics: [{ name: 'orders', partitions: committed }] },
      caller,
    )
    expect(await remove()).toMatchObject({ errorCode: 0, topics: [{ name: 'orders', partitions: [{ errorCode: 0 }] }] })
    expect(broker.groups.registry.find('g')?.offsets.committed.isEmpty).toBe(true)
  })

  it('drops the offsets of a topic that is deleted', async () => {
    const partitions = [{ partitionIndex: 0, committedOffset: 5 }]
    await call(offsetCommit, OffsetCommit, 9, { groupId: 'g', topics: [{ name: 'orders', partitions }] }, caller)
    await broker.topics.delete(broker.topics.existing('orders'))
    expect(broker.groups.registry.find('g')?.offsets.committed.isEmpty).toBe(true)
  })
})
