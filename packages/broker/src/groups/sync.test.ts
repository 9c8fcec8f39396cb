import { describe, expect, it } from 'vitest'
import { Driver } from '../../test/groups/driver.ts'

function completing(count: number): Driver {
  const group = new Driver()
  for (let index = 0; index < count; index++) group.join()
  group.endInitialDelay()
  return group
}

describe('the sync phase', () => {
  it('gives everybody what the leader assigned, in the order in which they asked (G3)', () => {
    const group = completing(3)
    const waiting = [group.sync('m3'), group.sync('m2')]
    expect(waiting.map((ticket) => group.synced(ticket))).toEqual([undefined, undefined])
    const leader = group.assign({ m1: 'a', m2: 'b', m3: 'c' })
    const texts = [leader, ...waiting].map((ticket) => group.synced(ticket)?.assignment.toString())
    expect(texts).toEqual(['a', 'c', 'b'])
    expect(group.group.state).toBe('Stable')
    expect(group.stores.at(-1)).toBe('must')
    expect(group.timers.has('sync')).toBe(false)
  })

  it('answers those that come later from the same assignment (G3)', () => {
    const group = completing(2)
    group.assign({ m1: 'a', m2: 'b' })
    expect(group.synced(group.sync('m2'))).toMatchObject({
      error: 'NONE',
      assignment: Buffer.from('b'),
      protocolName: 'range',
      protocolType: 'consumer',
    })
  })

  it('gives nothing to a member that the leader forgot', () => {
    const group = completing(2)
    const waiting = group.sync('m2')
    group.assign({ m1: 'everything' })
    expect(group.synced(waiting)).toMatchObject({ error: 'NONE', assignment: Buffer.alloc(0) })
  })

  it('takes no assignment from a member that is not the leader (G4)', () => {
    const group = completing(2)
    group.sync('m2', { assignments: [{ memberId: 'm2', assignment: Buffer.from('all mine') }] })
    expect(group.group.state).toBe('CompletingRebalance')
    expect(group.group.members.get('m2')?.assignment).toEqual(Buffer.alloc(0))
  })

  it('refuses members of other generations, strangers and other protocols (G2)', () => {
    const group = completing(1)
    const refusals = [
      group.sync('m1', { generation: 0 }),
      group.sync('stranger'),
      group.sync('m1', { protocolName: 'roundrobin' }),
      group.sync('m1', { protocolType: 'connect' }),
    ]
    expect(refusals.map((ticket) => group.synced(ticket)?.error)).toEqual([
      'ILLEGAL_GENERATION',
      'UNKNOWN_MEMBER_ID',
      'INCONSISTENT_GROUP_PROTOCOL',
      'INCONSISTENT_GROUP_PROTOCOL',
    ])
    expect(group.synced(group.sync('m1', { protocolName: 'range', protocolType: 'consumer' }))?.error).toBe('NONE')
  })

  it('tells members that a new rebalance has begun (G2)', () => {
    const group = new Driver().stable(2)
    group.join({ memberId: 'm1' })
    expect(group.synced(group.sync('m2'))).toMatchObject({ error: 'REBALANCE_IN_PROGRESS' })
  })

  it('answers a sync that a second one of the same member displaces (G1)', () => {
    const group = completing(2)
    const first = group.sync('m2')
    const second = group.sync('m2')
    expect(group.synced(first)).toMatchObject({ error: 'REBALANCE_IN_PROGRESS' })
    group.assign({ m2: 'b' })
    expect(group.synced(second)).toMatchObject({ error: 'NONE', assignment: Buffer.from('b') })
  })

  it('leaves out members that never ask for their assignment (G5)', () => {
    const group = completing(3)
    group.assign({})
    group.sync('m2')
    expect(group.timers.get('sync')).toBe(60_000)
    group.fire('sync')
    expect([...group.group.members.keys()]).toEqual(['m1', 'm2'])
    expect(group.group.state).toBe('PreparingRebalance')
  })

  it('starts anew when the leader goes before it has assigned (G5)', () => {
    const group = completing(2)
    const waiting = group.sync('m2')
    group.leave('m1')
    expect(group.synced(waiting)).toMatchObject({ error: 'REBALANCE_IN_PROGRESS' })
    const again = group.join({ memberId: 'm2' })
    expect(group.joined(again)).toMatchObject({ generation: 2, leader: 'm2' })
  })

  it('starts anew when a follower goes before the leader has assigned (G5)', () => {
    const group = completing(2)
    group.sync('m2')
    group.leave('m2')
    expect(group.group.state).toBe('PreparingRebalance')
    expect(group.synced(group.assign({ m1: 'a', m2: 'b' }))).toMatchObject({ error: 'REBALANCE_IN_PROGRESS' })
  })
})
