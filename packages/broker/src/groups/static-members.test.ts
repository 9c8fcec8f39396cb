import { describe, expect, it } from 'vitest'
import { Driver, range } from '../../test/groups/driver.ts'

const two = (): Driver => new Driver().stable(2, (index) => ({ instanceId: `s${index + 1}` }))

describe('static members', () => {
  it('are given an id at once, whatever the client knows', () => {
    const group = new Driver()
    group.join({ instanceId: 's1', knowsMemberIdRequired: true })
    expect([...group.group.members.keys()]).toEqual(['m1'])
  })

  it('take their old place under a new id without a rebalance (G11)', () => {
    const group = two()
    const back = group.join({ instanceId: 's2' })
    expect(group.joined(back)).toMatchObject({ error: 'NONE', memberId: 'm3', generation: 1, leader: 'm1' })
    expect(group.group.state).toBe('Stable')
    expect(group.stores.at(-1)).toBe('must')
    expect(group.synced(group.sync('m3', { instanceId: 's2' }))?.assignment.toString()).toBe('part of m2')
    expect([...group.timers.keys()].filter((key) => key.startsWith('session/')).toSorted()).toEqual([
      'session/m1',
      'session/m3',
    ])
  })

  it('fence who comes under the old id (G11)', () => {
    const group = two()
    group.join({ instanceId: 's2' })
    expect(group.heartbeat('m2', 1, 's2')).toEqual({ error: 'FENCED_INSTANCE_ID' })
    expect(group.synced(group.sync('m2', { instanceId: 's2' }))).toMatchObject({ error: 'FENCED_INSTANCE_ID' })
    expect(group.joined(group.join({ memberId: 'm2', instanceId: 's2' }))).toMatchObject({
      error: 'FENCED_INSTANCE_ID',
    })
  })

  it('that lead are told not to assign anew, with everybody they lead (G11)', () => {
    const group = two()
    const back = group.join({ instanceId: 's1' })
    expect(group.joined(back)).toMatchObject({ leader: 'm3', memberId: 'm3', skipAssignment: true })
    expect(group.joined(back)?.members.map(({ memberId }) => memberId)).toEqual(['m3', 'm2'])
  })

  it('that lead and know no better are told that another leads (G11)', () => {
    const group = two()
    const back = group.join({ instanceId: 's1', knowsSkipAssignment: false })
    expect(group.joined(back)).toMatchObject({ leader: 'm1', memberId: 'm3', skipAssignment: false, members: [] })
  })

  it('rebalance when the protocol would change with them', () => {
    const sticky = { name: 'sticky', metadata: Buffer.from('s') }
    const group = new Driver().stable(1, () => ({ instanceId: 's1', protocols: [range(), sticky] }))
    const back = group.join({ instanceId: 's1', protocols: [sticky, range()] })
    expect(group.joined(back)).toMatchObject({ generation: 2, protocolName: 'sticky', skipAssignment: false })
  })

  it('start the sync phase anew: the leader knows the old id (G11)', () => {
    const group = new Driver()
    group.join({ instanceId: 's1' })
    group.join({ instanceId: 's2' })
    group.endInitialDelay()
    const waiting = group.sync('m2', { instanceId: 's2' })
    group.join({ instanceId: 's2' })
    expect(group.synced(waiting)).toMatchObject({ error: 'FENCED_INSTANCE_ID' })
    expect(group.group.state).toBe('PreparingRebalance')
    const leader = group.join({ memberId: 'm1', instanceId: 's1' })
    expect(group.joined(leader)?.members.map(({ memberId }) => memberId)).toEqual(['m1', 'm3'])
  })

  it('answer a join that they replace (G1)', () => {
    const group = two()
    group.join({ memberId: 'm1', instanceId: 's1' })
    const parked = group.join({ memberId: 'm2', instanceId: 's2', protocols: [range('x')] })
    expect(group.joined(parked)).toMatchObject({ error: 'NONE', generation: 2 })
    const first = new Driver().stable(2, (index) => ({ instanceId: `s${index + 1}` }))
    const waits = first.join({ memberId: 'm1', instanceId: 's1' })
    first.join({ instanceId: 's1' })
    expect(first.joined(waits)).toMatchObject({ error: 'FENCED_INSTANCE_ID', memberId: 'm1' })
  })

  it('are missed only when their session ends, not when they miss a rebalance', () => {
    const group = two()
    const first = group.join({ memberId: 'm1', instanceId: 's1' })
    group.fire('join')
    expect(group.joined(first)).toMatchObject({ error: 'NONE', generation: 2 })
    expect(group.group.members.has('m2')).toBe(true)
    group.fire('session/m2')
    expect(group.group.members.has('m2')).toBe(false)
  })
})
