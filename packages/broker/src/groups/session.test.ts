import { describe, expect, it } from 'vitest'
import { Driver } from '../../test/groups/driver.ts'

describe('sessions', () => {
  it('live on with each heartbeat (G5)', () => {
    const group = new Driver().stable(1)
    group.timers.delete('session/m1')
    expect(group.heartbeat('m1')).toEqual({ error: 'NONE' })
    expect(group.timers.get('session/m1')).toBe(10_000)
  })

  it('tell members of a rebalance', () => {
    const group = new Driver().stable(2)
    group.join({ memberId: 'm1' })
    expect(group.heartbeat('m2')).toEqual({ error: 'REBALANCE_IN_PROGRESS' })
  })

  it('are not kept alive by strangers, other generations or who was replaced (G2)', () => {
    const group = new Driver().stable(1, () => ({ instanceId: 'static' }))
    expect(group.heartbeat('stranger')).toEqual({ error: 'UNKNOWN_MEMBER_ID' })
    expect(group.heartbeat('m1', 0)).toEqual({ error: 'ILLEGAL_GENERATION' })
    expect(group.heartbeat('other', 1, 'static')).toEqual({ error: 'FENCED_INSTANCE_ID' })
    expect(group.heartbeat('m1', 1, 'unheard-of')).toEqual({ error: 'UNKNOWN_MEMBER_ID' })
  })

  it('end a member of which nothing is heard, and the group rebalances (G5)', () => {
    const group = new Driver().stable(2)
    group.fire('session/m2')
    expect([...group.group.members.keys()]).toEqual(['m1'])
    expect(group.group.state).toBe('PreparingRebalance')
    expect(group.heartbeat('m2')).toEqual({ error: 'UNKNOWN_MEMBER_ID' })
  })

  it('end the last member, and the group is empty in a new generation (G8)', () => {
    const group = new Driver().stable(1)
    group.fire('session/m1')
    expect(group.group).toMatchObject({ state: 'Empty', generation: 2 })
    expect(group.stores.at(-1)).toBe('should')
  })

  it('do not end while it is the group that keeps the member waiting', () => {
    const group = new Driver().stable(2)
    const waiting = group.join({ memberId: 'm1' })
    group.fire('session/m1')
    group.join({ memberId: 'm2' })
    expect(group.joined(waiting)).toMatchObject({ error: 'NONE' })
    expect(group.timers.get('session/m1')).toBe(10_000)
    const syncing = group.sync('m2')
    group.fire('session/m2')
    group.assign({ m2: 'b' })
    expect(group.synced(syncing)).toMatchObject({ error: 'NONE' })
    expect(group.timers.get('session/m2')).toBe(10_000)
  })

  it('end a new member whose first join is parked too long: it does not know its id (G1)', () => {
    const group = new Driver({ newMemberJoinTimeoutMs: 300_000 }).stable(1)
    const waiting = group.join()
    expect(group.timers.get('session/m2')).toBe(300_000)
    group.fire('session/m2')
    expect(group.joined(waiting)).toMatchObject({ error: 'UNKNOWN_MEMBER_ID', memberId: '' })
  })

  it('live on with a commit of offsets, except between the phases of a rebalance', () => {
    const group = new Driver().stable(1)
    group.timers.delete('session/m1')
    group.tell({ kind: 'committed', memberId: 'm1' })
    expect(group.timers.get('session/m1')).toBe(10_000)
    group.join({ memberId: 'm1' })
    expect(group.group.state).toBe('CompletingRebalance')
    group.timers.delete('session/m1')
    group.tell({ kind: 'committed', memberId: 'm1' })
    expect(group.timers.has('session/m1')).toBe(false)
  })

  it('begin anew for a group that was read back from the log (G12)', () => {
    const { group } = new Driver().stable(2)
    const restored = new Driver({}, group)
    restored.tell({ kind: 'loaded' })
    expect([...restored.timers.keys()].toSorted()).toEqual(['session/m1', 'session/m2'])
    expect(restored.group).toEqual(group)
  })
})
