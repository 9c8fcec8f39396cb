import { describe, expect, it } from 'vitest'
import { JOIN } from '../../test/groups/driver.ts'
import { groupsFixture } from '../../test/groups/fixture.ts'
import type { CommitRequest } from './requests.ts'

const HOUR_MS = 3_600_000
const settings = { offsetsRetentionMs: 24 * HOUR_MS, offsetsRetentionCheckIntervalMs: HOUR_MS }

const commit = (offset: number, retentionMs?: number): CommitRequest => ({
  groupId: 'g',
  memberId: '',
  instanceId: undefined,
  generation: -1,
  offsets: [{ topic: 'a', partition: 0, offset, leaderEpoch: -1, metadata: '' }],
  retentionMs,
  knowsGroupIdNotFound: true,
})

type Fixture = Awaited<ReturnType<typeof groupsFixture>>

async function offsets({ groups }: Fixture): Promise<(number | undefined)[]> {
  const { partitions } = await groups.offsets.fetch({ groupId: 'g', partitions: undefined, requireStable: false })
  return partitions.map(({ committed }) => committed?.offset)
}

describe('keeping offsets (O7)', () => {
  it('ends with the group, the time after the last commit when it has no members', async () => {
    const fixture = await groupsFixture({ settings })
    await fixture.groups.offsets.commit(commit(1))
    await fixture.clocks.domain.advance(23 * HOUR_MS)
    expect(await offsets(fixture)).toEqual([1])
    await fixture.clocks.domain.advance(HOUR_MS)
    expect(await offsets(fixture)).toEqual([])
    expect(await fixture.groups.administration.describe('g')).toBeUndefined()
    await fixture.restart()
    expect(await fixture.groups.administration.describe('g')).toBeUndefined()
  })

  it('does not begin to end while somebody takes part', async () => {
    const fixture = await groupsFixture({ settings })
    const joining = fixture.groups.membership.join(JOIN)
    fixture.clocks.liveness.advance(100)
    const { memberId } = await joining
    await fixture.groups.offsets.commitPending({ ...commit(1), producer: { id: 1, epoch: 0 } })
    fixture.groups.offsets.endTransaction(1, true)
    await fixture.clocks.domain.advance(100 * HOUR_MS)
    expect(await offsets(fixture)).toEqual([1])
    await fixture.groups.membership.leave({ groupId: 'g', members: [{ memberId, instanceId: undefined }] })
    await fixture.clocks.domain.advance(23 * HOUR_MS)
    expect(await offsets(fixture)).toEqual([1])
    await fixture.clocks.domain.advance(HOUR_MS)
    expect(await offsets(fixture)).toEqual([])
  })

  it('is as long as older clients ask for', async () => {
    const fixture = await groupsFixture({ settings })
    await fixture.groups.offsets.commit(commit(1, 2 * HOUR_MS))
    await fixture.restart()
    await fixture.clocks.domain.advance(HOUR_MS)
    expect(await offsets(fixture)).toEqual([1])
    await fixture.clocks.domain.advance(HOUR_MS)
    expect(await offsets(fixture)).toEqual([])
  })

  it('waits for open transactions', async () => {
    const fixture = await groupsFixture({ settings })
    await fixture.groups.offsets.commit(commit(1))
    await fixture.groups.offsets.commitPending({ ...commit(2), producer: { id: 1, epoch: 0 } })
    await fixture.clocks.domain.advance(100 * HOUR_MS)
    expect(await offsets(fixture)).toEqual([1])
    fixture.groups.offsets.endTransaction(1, false)
    await fixture.clocks.domain.advance(HOUR_MS)
    expect(await offsets(fixture)).toEqual([])
  })
})
