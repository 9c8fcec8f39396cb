import { describe, expect, it } from 'vitest'
import { Driver } from '../../test/groups/driver.ts'

describe('leaving', () => {
  it('starts a rebalance for those who stay (G5)', () => {
    const group = new Driver().stable(2)
    expect(group.leave('m2')).toEqual({
      error: 'NONE',
      members: [{ memberId: 'm2', instanceId: undefined, error: 'NONE' }],
    })
    expect(group.heartbeat('m1')).toEqual({ error: 'REBALANCE_IN_PROGRESS' })
    expect(group.timers.has('session/m2')).toBe(false)
  })

  it('takes several at once, and says of each what came of it', () => {
    const group = new Driver().stable(3, (index) => (index === 2 ? { instanceId: 'static' } : {}))
    const reply = group.leave('m1', 'stranger', { instanceId: 'static' }, { memberId: 'm1', instanceId: 'static' })
    expect(reply.members.map(({ error }) => error)).toEqual(['NONE', 'UNKNOWN_MEMBER_ID', 'NONE', 'UNKNOWN_MEMBER_ID'])
    expect([...group.group.members.keys()]).toEqual(['m2'])
  })

  it('refuses to send away who holds the static name under another id (G11)', () => {
    const group = new Driver().stable(1, () => ({ instanceId: 'static' }))
    expect(group.leave({ memberId: 'old', instanceId: 'static' }).members[0]?.error).toBe('FENCED_INSTANCE_ID')
    expect(group.group.members.size).toBe(1)
  })

  it('leaves an empty group in a new generation (G8)', () => {
    const group = new Driver().stable(1)
    group.leave('m1')
    expect(group.group).toMatchObject({ state: 'Empty', generation: 2, protocolType: 'consumer' })
    expect(group.stores.at(-1)).toBe('should')
  })

  it('answers the joins and syncs that the member still waits for (G1)', () => {
    const group = new Driver().stable(2)
    const joining = group.join({ memberId: 'm1' })
    group.leave('m1')
    expect(group.joined(joining)).toMatchObject({ error: 'UNKNOWN_MEMBER_ID' })
    group.join({ memberId: 'm2' })
    group.join()
    expect(group.group.state).toBe('PreparingRebalance')
  })

  it('completes a join phase that waited for nobody else (G5)', () => {
    const group = new Driver().stable(2)
    const first = group.join({ memberId: 'm1' })
    group.leave('m2')
    expect(group.joined(first)).toMatchObject({ error: 'NONE', generation: 2 })
  })

  it('gives back an id that was never used, without disturbing the members (G7)', () => {
    const group = new Driver().stable(1)
    group.join({ knowsMemberIdRequired: true })
    expect(group.leave('m2').members[0]?.error).toBe('NONE')
    expect(group.group).toMatchObject({ state: 'Stable', generation: 1 })
    expect(group.group.pending.size).toBe(0)
  })
})
