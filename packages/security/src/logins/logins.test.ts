import { VirtualLiveness } from '@millrace/kernel'
import { expect, it } from 'vitest'
import { door, testAuthority } from '../../test/authority.ts'
import { Attempts } from './attempts.ts'

it('tells each failure later than the one before, to a limit', () => {
  const attempts = new Attempts(new VirtualLiveness())
  const waits = Array.from({ length: 7 }, () => attempts.failed('192.0.2.1', 'alice'))
  expect(waits).toEqual([100, 200, 400, 800, 1600, 2000, 2000])
})

it('locks a name for an address after ten failures, and lets it try again after a minute', () => {
  const clock = new VirtualLiveness()
  const attempts = new Attempts(clock)
  for (let failure = 0; failure < 10; failure++) attempts.failed('192.0.2.1', 'alice')
  expect(attempts.isLocked('192.0.2.1', 'alice')).toBe(true)
  expect(attempts.isLocked('192.0.2.1', 'bob')).toBe(false)
  expect(attempts.isLocked('192.0.2.2', 'alice')).toBe(false)
  clock.advance(60_000)
  expect(attempts.isLocked('192.0.2.1', 'alice')).toBe(false)
})

it('locks an address that tries many names', () => {
  const attempts = new Attempts(new VirtualLiveness())
  for (let index = 0; index < 100; index++) attempts.failed('192.0.2.1', `name-${index}`)
  expect(attempts.isLocked('192.0.2.1', 'alice')).toBe(true)
})

it('locks a network of IPv6, whichever of its addresses somebody takes', () => {
  const attempts = new Attempts(new VirtualLiveness())
  for (let index = 0; index < 10; index++) attempts.failed(`2001:db8::${index}`, 'alice')
  expect(attempts.isLocked('2001:db8::ffff', 'alice')).toBe(true)
  expect(attempts.isLocked('2001:db8:0:1::1', 'alice')).toBe(false)
})

it.each(['x'.repeat(65), '\u0001'.repeat(4000), 'a b', ''])(
  'writes down no name that nobody can have: %j',
  async (name) => {
    const { authority, audit } = testAuthority()
    await authority.refuse(name, door, 'wrong')
    expect(audit.recent(1)).toMatchObject([{ who: 'malformed', outcome: 'refused' }])
  },
)

it('issues a token that is a bearer with the scopes of its client, until it is revoked', async () => {
  const { authority } = testAuthority()
  const scopes = ['processes:*:write']
  const { secret } = await authority.principals.create({ name: 'worker', kind: 'client', scopes })
  const issued = await authority.issueToken('worker', secret, door)
  const token = 'token' in issued ? issued.token : ''
  const access = await authority.byBearer(token, door)
  expect('allows' in access && access.allows('processes', 'order', 'write')).toBe(true)
  await authority.principals.revoke('worker')
  expect(await authority.byBearer(token, door)).toEqual({ kind: 'wrong' })
})

it('gives a token of a client who is gone to nobody who takes the name after him', async () => {
  let now = 1_000
  const { authority } = testAuthority({ now: () => now++ })
  const { secret } = await authority.principals.create({ name: 'worker', kind: 'client', scopes: ['groups:*:read'] })
  const issued = await authority.issueToken('worker', secret, door)
  await authority.principals.revoke('worker')
  await authority.principals.create({ name: 'worker', kind: 'client', scopes: ['admin'] })
  expect(await authority.byBearer('token' in issued ? issued.token : '', door)).toEqual({ kind: 'wrong' })
})

it('refuses a wrong secret, an unknown client and an unknown bearer, and writes that down', async () => {
  const { authority, audit } = testAuthority()
  await authority.principals.create({ name: 'worker', kind: 'client', scopes: ['admin'] })
  expect(await authority.issueToken('worker', 'guess', door)).toEqual({ kind: 'wrong' })
  expect(await authority.issueToken('nobody', 'guess', door)).toEqual({ kind: 'wrong' })
  expect(await authority.byBearer('a secret that is wrong', door)).toEqual({ kind: 'wrong' })
  expect(audit.recent(10).map(({ who, outcome }) => [who, outcome])).toEqual([
    ['bearer', 'refused'],
    ['nobody', 'refused'],
    ['worker', 'refused'],
  ])
  expect(JSON.stringify(audit.recent(10))).not.toMatch(/guess|a secret/)
})

it('writes down the first use of a bearer from an address, not each', async () => {
  const { authority, audit } = testAuthority()
  const { secret } = await authority.principals.create({ name: 'ci', kind: 'key', scopes: ['admin'] })
  for (let use = 0; use < 3; use++) await authority.byBearer(secret, door)
  expect(audit.recent(10)).toMatchObject([{ who: 'User:ci', action: 'login', target: 'kafka', from: '192.0.2.1' }])
})
