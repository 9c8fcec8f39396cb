import { Fault, Refusal } from '@millrace/kernel'
import { buildMarker } from '@millrace/log'
import { describe, expect, it } from 'vitest'
import { JOIN } from '../../test/groups/driver.ts'
import { type FixtureOptions, groupsFixture } from '../../test/groups/fixture.ts'
import { HeldLog } from '../../test/groups/held-log.ts'
import type { CommitRequest, PendingCommitRequest } from './requests.ts'

const at = (topic: string, partition: number, offset: number, metadata = '') => ({
  topic,
  partition,
  offset,
  leaderEpoch: 3,
  metadata,
})

const COMMIT: CommitRequest = {
  groupId: 'g',
  memberId: '',
  instanceId: undefined,
  generation: -1,
  offsets: [at('a', 0, 10)],
  retentionMs: undefined,
  knowsGroupIdNotFound: true,
}

const PENDING: PendingCommitRequest = {
  groupId: 'g',
  memberId: '',
  instanceId: undefined,
  generation: -1,
  producer: { id: 5, epoch: 0 },
  offsets: [at('a', 0, 20)],
}

type Fixture = Awaited<ReturnType<typeof groupsFixture>>

/** Offsets of the group as text: `a-0:10`. */
async function fetched({ groups }: Fixture, requireStable = false): Promise<string[]> {
  const { partitions } = await groups.offsets.fetch({ groupId: 'g', partitions: undefined, requireStable })
  return partitions.map(({ topic, partition, committed, error }) => {
    const shown = error === 'NONE' ? committed?.offset : error
    return `${topic}-${partition}:${shown}`
  })
}

/** Subscribes to a topic in the words of the consumer protocol. */
const reading = (topic: string) => ({
  name: 'range',
  metadata: Buffer.concat([Buffer.from([0, 1, 0, 0, 0, 1, 0, topic.length]), Buffer.from(topic), Buffer.alloc(4)]),
})

async function memberOf({ groups, clocks }: Fixture, topic = 'a') {
  const joining = groups.membership.join({ ...JOIN, protocols: [reading(topic)] })
  clocks.liveness.advance(100)
  return await joining
}

describe('committing offsets', () => {
  it('keeps offset, leader epoch and metadata as they came', async () => {
    const fixture = await groupsFixture()
    const answers = await fixture.groups.offsets.commit({ ...COMMIT, offsets: [at('a', 0, 10, 'note'), at('b', 3, 7)] })
    expect(answers).toEqual([
      { topic: 'a', partition: 0, error: 'NONE' },
      { topic: 'b', partition: 3, error: 'NONE' },
    ])
    for (const groups of [fixture.groups, await fixture.restart()]) {
      const { partitions } = await groups.offsets.fetch({ groupId: 'g', partitions: undefined, requireStable: true })
      expect(partitions[0]?.committed).toMatchObject({ offset: 10, leaderEpoch: 3, metadata: 'note' })
      expect(partitions[1]?.committed).toMatchObject({ offset: 7, leaderEpoch: 3, metadata: '' })
    }
  })

  it('answers when the commit is durable, and lets nobody see it before (O1)', async () => {
    let held: HeldLog | undefined
    const wrap: FixtureOptions['wrap'] = (log) => (held = new HeldLog(log)).log
    const fixture = await groupsFixture({ wrap })
    held?.hold()
    const events: string[] = []
    const commit = fixture.groups.offsets.commit(COMMIT).then(() => events.push('committed'))
    const fetch = fetched(fixture).then(() => events.push('fetched'))
    await new Promise((resolve) => setImmediate(resolve))
    expect(events).toEqual([])
    held?.release()
    await Promise.all([commit, fetch])
    expect(events.toSorted()).toEqual(['committed', 'fetched'])
  })

  it('says what the log says when it does not take the commit (O1)', async () => {
    let held: HeldLog | undefined
    const fixture = await groupsFixture({ wrap: (log) => (held = new HeldLog(log)).log })
    const refused = async (refusal: Error) => {
      if (held !== undefined) held.refusal = refusal
      return (await fixture.groups.offsets.commit(COMMIT))[0]?.error
    }
    expect(await refused(new Fault('DISK_FULL', 'no room'))).toBe('COORDINATOR_NOT_AVAILABLE')
    expect(await refused(new Refusal('FRAME_TOO_LARGE', 'too large'))).toBe('INVALID_COMMIT_OFFSET_SIZE')
    expect(await fetched(fixture)).toEqual([])
  })

  it('refuses partitions that do not exist and metadata that is too long, and takes the others (O2)', async () => {
    const fixture = await groupsFixture({ settings: { offsetMetadataMaxBytes: 4 } })
    const offsets = [at('a', 0, 1, 'long…'), at('a', 4, 1), at('unheard-of', 0, 1), at('b', 0, 1, 'four')]
    const answers = await fixture.groups.offsets.commit({ ...COMMIT, offsets })
    expect(answers.map(({ error }) => error)).toEqual([
      'OFFSET_METADATA_TOO_LARGE',
      'UNKNOWN_TOPIC_OR_PARTITION',
      'UNKNOWN_TOPIC_OR_PARTITION',
      'NONE',
    ])
    expect(await fetched(fixture)).toEqual(['b-0:1'])
  })

  it('takes members of the present generation, once they have their partitions (O3)', async () => {
    const fixture = await groupsFixture()
    const { memberId } = await memberOf(fixture)
    const commit = async (request: Partial<CommitRequest>) =>
      (await fixture.groups.offsets.commit({ ...COMMIT, memberId, generation: 1, ...request }))[0]?.error
    expect(await commit({})).toBe('REBALANCE_IN_PROGRESS')
    await fixture.groups.membership.sync({
      groupId: 'g',
      memberId,
      instanceId: undefined,
      generation: 1,
      protocolType: undefined,
      protocolName: undefined,
      assignments: [],
    })
    expect(await commit({})).toBe('NONE')
    expect(await commit({ generation: 0 })).toBe('ILLEGAL_GENERATION')
    expect(await commit({ generation: 2 })).toBe('ILLEGAL_GENERATION')
    expect(await commit({ memberId: 'stranger' })).toBe('UNKNOWN_MEMBER_ID')
    expect(await commit({ memberId: '', generation: -1 })).toBe('UNKNOWN_MEMBER_ID')
    expect(await commit({ memberId: 'x', instanceId: 's' })).toBe('UNKNOWN_MEMBER_ID')
  })

  it('tells clients of a group that is not there in words that they know (O3)', async () => {
    const { groups } = await groupsFixture()
    const commit = async (knowsGroupIdNotFound: boolean) =>
      (await groups.offsets.commit({ ...COMMIT, generation: 1, memberId: 'm', knowsGroupIdNotFound }))[0]?.error
    expect(await commit(true)).toBe('GROUP_ID_NOT_FOUND')
    expect(await commit(false)).toBe('ILLEGAL_GENERATION')
  })

  it('makes a group for who keeps nothing but offsets', async () => {
    const fixture = await groupsFixture()
    await fixture.groups.offsets.commit(COMMIT)
    const listed = [{ groupId: 'g', protocolType: '', state: 'Empty', type: 'classic' }]
    expect(await fixture.groups.administration.list({ states: [], types: [] })).toEqual(listed)
    const { administration } = await fixture.restart()
    expect(await administration.list({ states: [], types: [] })).toEqual(listed)
  })

  it('is a sign of life', async () => {
    const fixture = await groupsFixture()
    const { memberId } = await memberOf(fixture)
    const { membership, offsets, administration } = fixture.groups
    const { instanceId, groupId } = JOIN
    const nothing = { protocolType: undefined, protocolName: undefined, assignments: [] }
    await membership.sync({ groupId, memberId, instanceId, generation: 1, ...nothing })
    for (let round = 0; round < 3; round++) {
      fixture.clocks.liveness.advance(9_000)
      await offsets.commit({ ...COMMIT, memberId, generation: 1 })
    }
    expect(await administration.describe('g')).toMatchObject({ state: 'Stable' })
  })
})

describe('fetching offsets', () => {
  it('answers for what is asked, in its order, and says -1 by saying nothing', async () => {
    const fixture = await groupsFixture()
    await fixture.groups.offsets.commit(COMMIT)
    const partitions = [
      { topic: 'b', partition: 0 },
      { topic: 'a', partition: 0 },
    ]
    const reply = await fixture.groups.offsets.fetch({ groupId: 'g', partitions, requireStable: false })
    expect(reply.partitions.map(({ committed }) => committed?.offset)).toEqual([undefined, 10])
    const unknown = await fixture.groups.offsets.fetch({ groupId: 'unheard-of', partitions, requireStable: false })
    expect(unknown).toMatchObject({ error: 'NONE', partitions: [{ committed: undefined }, { committed: undefined }] })
  })

  it('gives no offsets of an older topic of the same name (O6)', async () => {
    const fixture = await groupsFixture()
    await fixture.groups.offsets.commit(COMMIT)
    fixture.topics.set('a', { id: '00000000-0000-4000-8000-0000000000ff', partitions: [0] })
    expect(await fetched(fixture)).toEqual(['a-0:undefined'])
  })
})

describe('deleting offsets', () => {
  it('forgets them for good, except those of topics that members read (O5)', async () => {
    const fixture = await groupsFixture()
    await fixture.groups.offsets.commit({ ...COMMIT, offsets: [at('a', 0, 1), at('b', 0, 2), at('b', 1, 3)] })
    await memberOf(fixture, 'a')
    const { error, partitions } = await fixture.groups.offsets.delete('g', [
      { topic: 'a', partition: 0 },
      { topic: 'b', partition: 0 },
      { topic: 'b', partition: 2 },
      { topic: 'unheard-of', partition: 0 },
    ])
    expect(error).toBe('NONE')
    expect(partitions.map((answer) => answer.error)).toEqual([
      'GROUP_SUBSCRIBED_TO_TOPIC',
      'NONE',
      'NONE',
      'UNKNOWN_TOPIC_OR_PARTITION',
    ])
    expect(await fetched(fixture)).toEqual(['a-0:1', 'b-1:3'])
    await fixture.restart()
    expect(await fetched(fixture)).toEqual(['a-0:1', 'b-1:3'])
  })

  it('is for groups that exist, and for others than consumers only when they are empty (O5)', async () => {
    const fixture = await groupsFixture()
    const name = [{ topic: 'a', partition: 0 }]
    expect(await fixture.groups.offsets.delete('g', name)).toEqual({ error: 'GROUP_ID_NOT_FOUND', partitions: [] })
    void fixture.groups.membership.join({ ...JOIN, protocolType: 'connect' })
    expect(await fixture.groups.offsets.delete('g', name)).toEqual({ error: 'NON_EMPTY_GROUP', partitions: [] })
  })

  it('follows the deletion of a topic, also after a crash between the two (O6)', async () => {
    const fixture = await groupsFixture()
    await fixture.groups.offsets.commit({ ...COMMIT, offsets: [at('a', 0, 1), at('b', 0, 2)] })
    fixture.topics.delete('a')
    fixture.groups.offsets.forgetTopic('a')
    expect(await fetched(fixture)).toEqual(['b-0:2'])
    fixture.topics.delete('b')
    await fixture.restart()
    expect(await fetched(fixture)).toEqual([])
  })
})

describe('offsets of transactions', () => {
  const end = (fixture: Fixture, commit: boolean): void => {
    const partition = fixture.groups.journal.placeOf('g').partition
    const bytes = buildMarker({ commit, coordinatorEpoch: 0, producerId: 5, producerEpoch: 0, timestamp: 1 })
    const { durable } = fixture.log.append({ batches: [{ partition, bytes }] })
    fixture.groups.offsets.endTransaction(5, commit, durable)
  }

  it('become visible with the commit marker, also after a restart (O4)', async () => {
    const fixture = await groupsFixture()
    await fixture.groups.offsets.commit(COMMIT)
    expect(await fixture.groups.offsets.commitPending(PENDING)).toEqual([{ topic: 'a', partition: 0, error: 'NONE' }])
    for (const restart of [false, true]) {
      if (restart) await fixture.restart()
      expect(await fetched(fixture)).toEqual(['a-0:10'])
      expect(await fetched(fixture, true)).toEqual(['a-0:UNSTABLE_OFFSET_COMMIT'])
    }
    end(fixture, true)
    expect(await fetched(fixture, true)).toEqual(['a-0:20'])
    await fixture.restart()
    expect(await fetched(fixture, true)).toEqual(['a-0:20'])
  })

  it('vanish with the abort marker, also after a restart (O4)', async () => {
    const fixture = await groupsFixture()
    await fixture.groups.offsets.commitPending(PENDING)
    end(fixture, false)
    expect(await fetched(fixture, true)).toEqual([])
    await fixture.restart()
    expect(await fetched(fixture, true)).toEqual([])
  })

  it('do not come before a commit that was made after them (O4)', async () => {
    const fixture = await groupsFixture()
    await fixture.groups.offsets.commitPending(PENDING)
    await fixture.groups.offsets.commit({ ...COMMIT, offsets: [at('a', 0, 30)] })
    end(fixture, true)
    expect(await fetched(fixture)).toEqual(['a-0:30'])
    await fixture.restart()
    expect(await fetched(fixture)).toEqual(['a-0:30'])
  })

  it('are taken from producers that do not say who they are in the group (O3)', async () => {
    const fixture = await groupsFixture()
    const { memberId } = await memberOf(fixture)
    const commit = async (request: Partial<PendingCommitRequest>) =>
      (await fixture.groups.offsets.commitPending({ ...PENDING, ...request }))[0]?.error
    expect(await commit({})).toBe('NONE')
    expect(await commit({ memberId, generation: 1 })).toBe('NONE')
    expect(await commit({ memberId, generation: 2 })).toBe('ILLEGAL_GENERATION')
    expect(await commit({ groupId: 'unheard-of', memberId, generation: 2 })).toBe('ILLEGAL_GENERATION')
    expect(await commit({ groupId: '' })).toBe('INVALID_GROUP_ID')
  })
})
