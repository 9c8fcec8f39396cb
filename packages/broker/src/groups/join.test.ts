import { describe, expect, it } from 'vitest'
import { Driver, range } from '../../test/groups/driver.ts'

const roundrobin = { name: 'roundrobin', metadata: Buffer.from('other') }

describe('joining', () => {
  it('gives an id first to a client that knows how to come back with it (G7)', () => {
    const group = new Driver()
    const first = group.join({ knowsMemberIdRequired: true })
    expect(group.joined(first)).toMatchObject({ error: 'MEMBER_ID_REQUIRED', memberId: 'm1', generation: -1 })
    expect(group.group.members.size).toBe(0)
    expect(group.timers.get('session/m1')).toBe(10_000)
    group.join({ memberId: 'm1', knowsMemberIdRequired: true })
    expect([...group.group.members.keys()]).toEqual(['m1'])
    expect(group.group.pending.size).toBe(0)
  })

  it('takes an older client without that round (G7)', () => {
    const group = new Driver()
    group.join()
    expect([...group.group.members.keys()]).toEqual(['m1'])
  })

  it('forgets an id that nobody comes back with (G7)', () => {
    const group = new Driver()
    group.join({ knowsMemberIdRequired: true })
    group.fire('session/m1')
    expect(group.group.pending.size).toBe(0)
    const late = group.join({ memberId: 'm1', knowsMemberIdRequired: true })
    expect(group.joined(late)).toMatchObject({ error: 'UNKNOWN_MEMBER_ID', memberId: 'm1' })
  })

  it('waits with a rebalance for ids that were given out (G7)', () => {
    const group = new Driver().stable(1)
    group.join({ knowsMemberIdRequired: true })
    const leader = group.join({ memberId: 'm1' })
    expect(group.joined(leader)).toBeUndefined()
    group.join({ memberId: 'm2' })
    expect(group.joined(leader)).toMatchObject({ error: 'NONE', generation: 2 })
  })

  it('refuses an id that it never gave (G7)', () => {
    const group = new Driver().stable(1)
    const ticket = group.join({ memberId: 'stranger' })
    expect(group.joined(ticket)).toMatchObject({ error: 'UNKNOWN_MEMBER_ID', memberId: 'stranger' })
  })

  it('refuses who has no protocol in common with all members (G6)', () => {
    const group = new Driver()
    group.join({ protocols: [range(), roundrobin] })
    group.join({ protocols: [range()] })
    for (const request of [{ protocols: [roundrobin] }, { protocolType: 'connect' }, { protocols: [] }]) {
      expect(group.joined(group.join(request))).toMatchObject({ error: 'INCONSISTENT_GROUP_PROTOCOL' })
    }
    expect(group.group.members.size).toBe(2)
  })

  it('refuses nameless protocol types into an empty group (G6)', () => {
    const group = new Driver()
    expect(group.joined(group.join({ protocolType: '' }))).toMatchObject({ error: 'INCONSISTENT_GROUP_PROTOCOL' })
    expect(group.joined(group.join({ protocols: [] }))).toMatchObject({ error: 'INCONSISTENT_GROUP_PROTOCOL' })
  })

  it('tells a member that joins again with the same words of the present generation (G10)', () => {
    const group = new Driver().stable(2)
    const again = group.join({ memberId: 'm2' })
    expect(group.joined(again)).toMatchObject({ error: 'NONE', generation: 1, leader: 'm1', members: [] })
    expect(group.group.state).toBe('Stable')
  })

  it('rebalances when a member joins again with other words (G10)', () => {
    const group = new Driver().stable(2)
    group.join({ memberId: 'm2', protocols: [range('more topics')] })
    expect(group.group.state).toBe('PreparingRebalance')
  })

  it('rebalances when the leader joins again: topics may have changed (G10)', () => {
    const group = new Driver().stable(2)
    group.join({ memberId: 'm1' })
    expect(group.group.state).toBe('PreparingRebalance')
  })

  it('repeats the answer of a join that a member missed before it synced (G10)', () => {
    const group = new Driver()
    group.join()
    group.join()
    group.endInitialDelay()
    const leader = group.joined(group.join({ memberId: 'm1' }))
    expect(leader).toMatchObject({ error: 'NONE', generation: 1, leader: 'm1' })
    expect(leader?.members.map(({ memberId }) => memberId)).toEqual(['m1', 'm2'])
    expect(group.group.state).toBe('CompletingRebalance')
  })

  it('answers a join that a second one of the same member displaces (G1)', () => {
    const group = new Driver().stable(2)
    const first = group.join({ memberId: 'm1' })
    const second = group.join({ memberId: 'm1' })
    expect(group.joined(first)).toMatchObject({ error: 'REBALANCE_IN_PROGRESS' })
    group.join({ memberId: 'm2' })
    expect(group.joined(second)).toMatchObject({ error: 'NONE', generation: 2 })
  })

  it('takes no more members than the limit (G9)', () => {
    const group = new Driver({ maxSize: 2 }).stable(2)
    expect(group.joined(group.join())).toMatchObject({ error: 'GROUP_MAX_SIZE_REACHED', memberId: '' })
    expect(group.joined(group.join({ knowsMemberIdRequired: true }))).toMatchObject({
      error: 'GROUP_MAX_SIZE_REACHED',
    })
    expect(group.group.state).toBe('Stable')
    expect(group.group.members.size).toBe(2)
  })

  it('leaves out the last to rejoin of a group that has become too large (G9)', () => {
    const { group } = new Driver().stable(3)
    const smaller = new Driver({ maxSize: 2 }, group)
    smaller.tell({ kind: 'loaded' })
    expect(smaller.group.state).toBe('PreparingRebalance')
    const first = smaller.join({ memberId: 'm1' })
    smaller.join({ memberId: 'm3' })
    expect(smaller.joined(smaller.join({ memberId: 'm2' }))).toMatchObject({ error: 'GROUP_MAX_SIZE_REACHED' })
    expect(smaller.joined(first)).toMatchObject({ error: 'NONE', generation: 2 })
    expect([...smaller.group.members.keys()]).toEqual(['m1', 'm3'])
  })

  it('gives out no more ids than the group may have members (G9)', () => {
    const group = new Driver({ maxSize: 2 })
    group.join({ knowsMemberIdRequired: true })
    group.join({ knowsMemberIdRequired: true })
    expect(group.joined(group.join({ knowsMemberIdRequired: true }))).toMatchObject({
      error: 'GROUP_MAX_SIZE_REACHED',
    })
    expect(group.group.pending.size).toBe(2)
  })
})
