import { describe, expect, it } from 'vitest'
import { Driver, range } from '../../test/groups/driver.ts'

describe('the join phase', () => {
  it('lets the first members of a group meet in one generation', () => {
    const group = new Driver({ initialRebalanceDelayMs: 100 })
    const tickets = [group.join(), group.join(), group.join()]
    expect(group.group.state).toBe('PreparingRebalance')
    expect(group.timers.get('join')).toBe(100)
    group.fire('join')
    expect(group.timers.get('join')).toBe(100)
    group.fire('join')
    expect(tickets.map((ticket) => group.joined(ticket)?.generation)).toEqual([1, 1, 1])
    expect(group.group.state).toBe('CompletingRebalance')
  })

  it('does not wait for more first members than their rebalance time-out', () => {
    const group = new Driver({ initialRebalanceDelayMs: 100 })
    const waits: (number | undefined)[] = []
    const first = group.join({ rebalanceTimeoutMs: 150 })
    for (let round = 0; round < 2; round++) {
      waits.push(group.timers.get('join'))
      group.join({ rebalanceTimeoutMs: 150 })
      group.fire('join')
    }
    expect(waits).toEqual([100, 50])
    expect(group.joined(first)).toMatchObject({ error: 'NONE', generation: 1 })
  })

  it('tells only the leader who is there, in the order in which they came (G4)', () => {
    const group = new Driver()
    const tickets = [group.join(), group.join()]
    group.endInitialDelay()
    const [leader, follower] = tickets.map((ticket) => group.joined(ticket))
    expect(leader).toMatchObject({ memberId: 'm1', leader: 'm1', protocolName: 'range', protocolType: 'consumer' })
    expect(leader?.members).toEqual([
      { memberId: 'm1', instanceId: undefined, metadata: Buffer.from('topics') },
      { memberId: 'm2', instanceId: undefined, metadata: Buffer.from('topics') },
    ])
    expect(follower).toMatchObject({ memberId: 'm2', leader: 'm1', members: [] })
  })

  it('ends as soon as all members have rejoined', () => {
    const group = new Driver().stable(2)
    const first = group.join({ memberId: 'm1' })
    expect(group.joined(first)).toBeUndefined()
    group.join({ memberId: 'm2' })
    expect(group.joined(first)).toMatchObject({ error: 'NONE', generation: 2 })
  })

  it('takes the longest time-out of its members, and leaves out who does not come (G5)', () => {
    const group = new Driver().stable(2, (index) => ({ rebalanceTimeoutMs: index === 0 ? 5_000 : 7_000 }))
    const second = group.join({ memberId: 'm2', rebalanceTimeoutMs: 7_000, protocols: [range('new')] })
    expect(group.timers.get('join')).toBe(7_000)
    group.fire('join')
    expect([...group.group.members.keys()]).toEqual(['m2'])
    expect(group.joined(second)).toMatchObject({ error: 'NONE', leader: 'm2', generation: 2 })
    expect(group.heartbeat('m1')).toEqual({ error: 'UNKNOWN_MEMBER_ID' })
  })

  it('elects a leader that has joined (G4)', () => {
    const group = new Driver().stable(3, (index) => (index === 0 ? { instanceId: 'static' } : {}))
    expect(group.group.leader).toBe('m1')
    const third = group.join({ memberId: 'm3', protocols: [range('new')] })
    group.join({ memberId: 'm2' })
    group.fire('join')
    // The static leader did not come: it stays a member, and another one leads.
    expect(group.joined(third)?.leader).toBe('m2')
    expect(group.group.members.has('m1')).toBe(true)
  })

  it('goes on waiting while nobody but static members is left, and none of them has come', () => {
    const group = new Driver().stable(2, (index) => (index === 0 ? { instanceId: 'static' } : {}))
    group.leave('m2')
    group.fire('join')
    expect(group.group.state).toBe('PreparingRebalance')
    expect(group.timers.get('join')).toBe(60_000)
    group.fire('session/m1')
    expect(group.group).toMatchObject({ state: 'Empty', generation: 2, leader: undefined, protocol: undefined })
    expect(group.stores.at(-1)).toBe('should')
  })

  it('chooses the protocol that most members put first among those that all have (G6)', () => {
    const sticky = { name: 'sticky', metadata: Buffer.from('s') }
    const rack = { name: 'rack', metadata: Buffer.from('r') }
    const group = new Driver()
    group.join({ protocols: [rack, range(), sticky] })
    group.join({ protocols: [sticky, range()] })
    const last = group.join({ protocols: [sticky, range()] })
    group.endInitialDelay()
    expect(group.joined(last)?.protocolName).toBe('sticky')
  })

  it('interrupts members that wait for their assignment (G2)', () => {
    const group = new Driver()
    group.join()
    group.join()
    group.endInitialDelay()
    const waiting = group.sync('m2')
    group.join()
    expect(group.synced(waiting)).toMatchObject({ error: 'REBALANCE_IN_PROGRESS', assignment: Buffer.alloc(0) })
    expect(group.group.state).toBe('PreparingRebalance')
  })

  it('runs cooperative rebalances one after the other (G3)', () => {
    const cooperative = (owned: string) => [{ name: 'cooperative-sticky', metadata: Buffer.from(owned) }]
    const group = new Driver().stable(1, () => ({ protocols: cooperative('') }))
    const joined = [
      group.join({ protocols: cooperative('') }),
      group.join({ memberId: 'm1', protocols: cooperative('0,1') }),
    ]
    expect(joined.map((ticket) => group.joined(ticket)?.generation)).toEqual([2, 2])
    group.sync('m2')
    group.assign({ m1: '0', m2: '' })
    // Having given up partition 1, the first member starts the second round at once.
    group.join({ memberId: 'm1', protocols: cooperative('0') })
    expect(group.heartbeat('m2')).toEqual({ error: 'REBALANCE_IN_PROGRESS' })
    const last = group.join({ memberId: 'm2', protocols: cooperative('') })
    expect(group.joined(last)?.generation).toBe(3)
    const assigned = group.sync('m2')
    group.assign({ m1: '0', m2: '1' })
    expect(group.synced(assigned)?.assignment.toString()).toBe('1')
  })
})
