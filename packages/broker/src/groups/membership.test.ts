import { Fault } from '@millrace/kernel'
import { describe, expect, it } from 'vitest'
import { JOIN } from '../../test/groups/driver.ts'
import { type FixtureOptions, groupsFixture } from '../../test/groups/fixture.ts'
import { HeldLog } from '../../test/groups/held-log.ts'
import type { SyncRequest } from './requests.ts'

const SYNC: SyncRequest = {
  groupId: 'g',
  memberId: '',
  instanceId: undefined,
  generation: 1,
  protocolType: undefined,
  protocolName: undefined,
  assignments: [],
}

async function heldFixture(options: FixtureOptions = {}) {
  let held: HeldLog | undefined
  const wrap: FixtureOptions['wrap'] = (log) => (held = new HeldLog(log)).log
  const fixture = await groupsFixture({ ...options, wrap })
  return { ...fixture, held: held as unknown as HeldLog }
}

/** Whether a promise is settled once everything that waits in the event loop has run. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false
  const mark = (): void => {
    settled = true
  }
  promise.then(mark, mark)
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve))
  return settled
}

type Fixture = Awaited<ReturnType<typeof groupsFixture>>

/** The first member of the group, with a generation of its own and no assignment yet. */
async function joinAlone({ groups, clocks }: Fixture, request: Partial<typeof JOIN> = {}) {
  const joining = groups.membership.join({ ...JOIN, ...request })
  clocks.liveness.advance(100)
  return await joining
}

describe('the coordinator', () => {
  it('answers nothing before the state that it tells of is durable (G13)', async () => {
    const fixture = await heldFixture()
    const { memberId, generation } = await joinAlone(fixture)
    fixture.held.hold()
    const { membership } = fixture.groups
    const synced = membership.sync({ ...SYNC, memberId, assignments: [{ memberId, assignment: Buffer.from('a') }] })
    const beat = membership.heartbeat({ groupId: 'g', memberId, instanceId: undefined, generation })
    expect(await isSettled(synced)).toBe(false)
    expect(await isSettled(beat)).toBe(false)
    fixture.held.release()
    expect(await synced).toMatchObject({ error: 'NONE', assignment: Buffer.from('a') })
    expect(await beat).toEqual({ error: 'NONE' })
  })

  it('sends members elsewhere when the log has stopped, and goes on saying so (G13)', async () => {
    const fixture = await heldFixture()
    const { memberId, generation } = await joinAlone(fixture)
    fixture.held.hold()
    const { membership, administration } = fixture.groups
    const synced = membership.sync({ ...SYNC, memberId })
    fixture.held.fail(new Fault('LOG_STOPPED', 'fsync failed'))
    expect(await synced).toMatchObject({ error: 'COORDINATOR_NOT_AVAILABLE' })
    const beat = membership.heartbeat({ groupId: 'g', memberId, instanceId: undefined, generation })
    expect(await beat).toEqual({ error: 'COORDINATOR_NOT_AVAILABLE' })
    await expect(administration.describe('g')).rejects.toThrow('fsync failed')
  })

  it('takes no assignment that the log does not take, and takes it when it does again (G13)', async () => {
    const fixture = await heldFixture()
    const { memberId } = await joinAlone(fixture)
    const { membership, administration } = fixture.groups
    fixture.held.refusal = new Fault('DISK_FULL', 'no room')
    expect(await membership.sync({ ...SYNC, memberId })).toMatchObject({ error: 'COORDINATOR_NOT_AVAILABLE' })
    expect(await administration.describe('g')).toMatchObject({ state: 'CompletingRebalance' })
    fixture.held.refusal = undefined
    expect(await membership.sync({ ...SYNC, memberId })).toMatchObject({ error: 'NONE' })
    expect(await administration.describe('g')).toMatchObject({ state: 'Stable' })
  })

  it('lets a group become empty even when the log does not take that (G8)', async () => {
    const fixture = await heldFixture()
    const { memberId } = await joinAlone(fixture)
    fixture.held.refusal = new Fault('DISK_FULL', 'no room')
    const left = await fixture.groups.membership.leave({ groupId: 'g', members: [{ memberId, instanceId: undefined }] })
    expect(left).toMatchObject({ error: 'NONE' })
    expect(await fixture.groups.administration.describe('g')).toMatchObject({ state: 'Empty' })
    expect(fixture.warnings).toEqual(['the record of a group was not written'])
  })

  it('checks what is asked before there is a group', async () => {
    const { groups } = await groupsFixture()
    const { membership } = groups
    expect(await membership.join({ ...JOIN, groupId: '' })).toMatchObject({ error: 'INVALID_GROUP_ID' })
    expect(await membership.join({ ...JOIN, sessionTimeoutMs: 5_999 })).toMatchObject({
      error: 'INVALID_SESSION_TIMEOUT',
    })
    expect(await membership.join({ ...JOIN, sessionTimeoutMs: 1_800_001 })).toMatchObject({
      error: 'INVALID_SESSION_TIMEOUT',
    })
    expect(await membership.join({ ...JOIN, memberId: 'm' })).toMatchObject({ error: 'UNKNOWN_MEMBER_ID' })
    expect(await membership.sync(SYNC)).toMatchObject({ error: 'UNKNOWN_MEMBER_ID' })
    const beat = { groupId: 'g', memberId: 'm', instanceId: undefined, generation: 1 }
    expect(await membership.heartbeat(beat)).toEqual({ error: 'UNKNOWN_MEMBER_ID' })
    expect(await membership.leave({ groupId: 'g', members: [beat] })).toMatchObject({
      error: 'NONE',
      members: [{ error: 'UNKNOWN_MEMBER_ID' }],
    })
    expect(await groups.administration.list({ states: [], types: [] })).toEqual([])
  })

  it('forgets a group of which nothing is left', async () => {
    const { groups, clocks } = await groupsFixture()
    await groups.membership.join({ ...JOIN, knowsMemberIdRequired: true })
    expect(await groups.administration.list({ states: [], types: [] })).toHaveLength(1)
    clocks.liveness.advance(10_000)
    expect(await groups.administration.list({ states: [], types: [] })).toEqual([])
  })

  it('keeps no more groups than its limit', async () => {
    const { groups, warnings } = await groupsFixture({ settings: { groupCount: 1 } })
    await groups.membership.join({ ...JOIN, knowsMemberIdRequired: true })
    const refused = await groups.membership.join({ ...JOIN, groupId: 'other' })
    expect(refused).toMatchObject({ error: 'GROUP_MAX_SIZE_REACHED' })
    expect(warnings).toHaveLength(1)
  })

  it('ends sessions in liveness time, whatever domain time does (G5)', async () => {
    const fixture = await groupsFixture()
    const { memberId } = await joinAlone(fixture)
    await fixture.groups.membership.sync({ ...SYNC, memberId })
    await fixture.clocks.domain.advance(3_600_000)
    expect(await fixture.groups.administration.describe('g')).toMatchObject({ state: 'Stable' })
    fixture.clocks.liveness.advance(10_000)
    expect(await fixture.groups.administration.describe('g')).toMatchObject({ state: 'Empty' })
  })

  it('answers who still waits when it stops (G1)', async () => {
    const { groups } = await groupsFixture()
    const waiting = groups.membership.join(JOIN)
    groups.close()
    expect(await waiting).toMatchObject({ error: 'COORDINATOR_NOT_AVAILABLE' })
  })
})

describe('looking at groups', () => {
  it('describes members and what they were assigned', async () => {
    const fixture = await groupsFixture()
    const { memberId } = await joinAlone(fixture, { instanceId: 's' })
    expect(await fixture.groups.administration.describe('g')).toMatchObject({
      state: 'CompletingRebalance',
      protocol: '',
      members: [{ memberId, metadata: Buffer.alloc(0) }],
    })
    await fixture.groups.membership.sync({
      ...SYNC,
      memberId,
      assignments: [{ memberId, assignment: Buffer.from('a') }],
    })
    expect(await fixture.groups.administration.describe('g')).toEqual({
      groupId: 'g',
      state: 'Stable',
      protocolType: 'consumer',
      protocol: 'range',
      members: [
        {
          memberId,
          instanceId: 's',
          clientId: 'client',
          clientHost: '/127.0.0.1',
          metadata: Buffer.from('topics'),
          assignment: Buffer.from('a'),
        },
      ],
    })
    expect(await fixture.groups.administration.describe('unheard-of')).toBeUndefined()
  })

  it('lists groups by state and type, in any case', async () => {
    const fixture = await groupsFixture()
    await joinAlone(fixture)
    const list = (states: string[], types: string[]) => fixture.groups.administration.list({ states, types })
    const listed = [{ groupId: 'g', protocolType: 'consumer', state: 'CompletingRebalance', type: 'classic' }]
    expect(await list([], [])).toEqual(listed)
    expect(await list(['stable', 'completingrebalance'], ['Classic'])).toEqual(listed)
    expect(await list(['Stable'], [])).toEqual([])
    expect(await list([], ['consumer'])).toEqual([])
  })

  it('deletes groups that nobody takes part in, and no others', async () => {
    const fixture = await groupsFixture()
    const { memberId } = await joinAlone(fixture)
    const { administration, membership } = fixture.groups
    expect(await administration.delete('g')).toBe('NON_EMPTY_GROUP')
    await membership.leave({ groupId: 'g', members: [{ memberId, instanceId: undefined }] })
    expect(await administration.delete('g')).toBe('NONE')
    expect(await administration.delete('g')).toBe('GROUP_ID_NOT_FOUND')
    const { administration: later } = await fixture.restart()
    expect(await later.describe('g')).toBeUndefined()
  })
})
