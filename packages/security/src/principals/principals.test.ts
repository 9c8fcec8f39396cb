import { seededRandom } from '@millrace/kernel'
import { beforeEach, expect, it } from 'vitest'
import type { PrincipalJournal } from './journal.ts'
import { Principals } from './principals.ts'

const kept = new Map<string, object>()
const journal: PrincipalJournal = {
  write: async (entries) => {
    for (const { key, value } of entries) {
      if (value === null) kept.delete(key)
      // As it comes back from the disk.
      else kept.set(key, JSON.parse(JSON.stringify(value)) as object)
    }
  },
}
let time = 1_000
const open = (): Principals => new Principals({ entries: kept, journal, random: seededRandom(5), now: () => ++time })

beforeEach(() => kept.clear())

it('knows a key by its text, also when it is opened again', async () => {
  const { secret } = await open().create({ name: 'ci', kind: 'key', scopes: ['topics:a:read'] })
  expect(secret).toMatch(/^millrace\.ci\.[0-9a-f]{64}$/)
  expect(open().byBearer(secret)?.name).toBe('ci')
  expect(open().byBearer(secret.replace(/.$/, (last) => (last === '0' ? '1' : '0')))).toBeUndefined()
  expect(open().byBearer('millrace.ci.')).toBeUndefined()
})

it('knows a client by id and secret, and takes no key for one', async () => {
  const principals = open()
  const client = await principals.create({ name: 'worker', kind: 'client', scopes: ['processes:*:write'] })
  const key = await principals.create({ name: 'ci', kind: 'key', scopes: ['admin'] })
  expect(open().byClient('worker', client.secret)?.name).toBe('worker')
  expect(open().byClient('worker', key.secret)).toBeUndefined()
  expect(open().byClient('ci', key.secret.split('.')[2] ?? '')).toBeUndefined()
})

it('keeps no secret', async () => {
  const password = 'correct horse, battery staple'
  const principals = open()
  const made = await principals.create({ name: 'alice', kind: 'user', scopes: ['admin'] })
  await principals.create({ name: 'bob', kind: 'user', scopes: ['admin'], password })
  const text = JSON.stringify([...kept])
  expect(text).not.toContain(made.secret)
  expect(text).not.toContain(password)
  expect(text).not.toContain(Buffer.from(password).toString('base64'))
})

it('allows what the scopes say, until the principal is revoked or made again', async () => {
  const principals = open()
  await principals.create({ name: 'alice', kind: 'user', scopes: ['topics:orders*:read'] })
  const access = principals.access('alice')
  expect(access?.allows('topics', 'orders-1', 'read')).toBe(true)
  expect(access?.allows('topics', 'orders-1', 'write')).toBe(false)
  expect(access?.allows('groups', 'orders-1', 'read')).toBe(false)
  expect(access?.allowsAny('topics', 'read')).toBe(true)
  expect(access?.knows('topics', 'other')).toBe(false)
  await principals.setScopes('alice', ['topics:other:read'])
  expect(access?.knows('topics', 'other')).toBe(true)
  await principals.revoke('alice')
  expect(access?.isValid()).toBe(false)
  await principals.create({ name: 'alice', kind: 'user', scopes: ['admin'] })
  expect(access?.allows('topics', 'orders-1', 'read')).toBe(false)
  expect(open().access('alice')?.allows('topics', 'orders-1', 'manage')).toBe(true)
})

it.each([
  [{ name: 'a b' }, 'INVALID_NAME'],
  [{ name: '' }, 'INVALID_NAME'],
  [{ name: 'platform.user' }, 'INVALID_NAME'],
  [{ name: 'Anonymous' }, 'INVALID_NAME'],
  [{ scopes: [] }, 'NO_SCOPES'],
  [{ scopes: ['everything'] }, 'INVALID_SCOPE'],
  [{ password: 'short' }, 'WEAK_PASSWORD'],
  [{ password: 'aaaaaaaaaaaaaaaaaa' }, 'WEAK_PASSWORD'],
  [{ password: 'alice-alice-12345' }, 'WEAK_PASSWORD'],
  [{ password: 'a password that is \n broken' }, 'WEAK_PASSWORD'],
  [{ kind: 'key', password: 'correct horse, battery staple' }, 'WEAK_PASSWORD'],
] as const)('refuses %j', async (part, code) => {
  const wanted = { name: 'alice', kind: 'user', scopes: ['admin'], ...part } as const
  await expect(open().create(wanted)).rejects.toMatchObject({ code })
})

it('does not give a name twice', async () => {
  const principals = open()
  await principals.create({ name: 'alice', kind: 'user', scopes: ['admin'] })
  const again = principals.create({ name: 'alice', kind: 'key', scopes: ['admin'] })
  await expect(again).rejects.toMatchObject({ code: 'NAME_TAKEN' })
  await expect(principals.revoke('bob')).rejects.toMatchObject({ code: 'UNKNOWN_PRINCIPAL' })
})

it('lets the platform itself in without keeping or listing it', async () => {
  const principals = open()
  const own = await principals.admitOwn()
  expect(principals.byBearer(own.key)?.name).toBe('platform.key')
  expect(principals.byClient(own.client.id, own.client.secret)?.name).toBe('platform.client')
  expect(principals.list()).toEqual([])
  expect(kept.size).toBe(0)
  await expect(principals.revoke('platform.key')).rejects.toMatchObject({ code: 'UNKNOWN_PRINCIPAL' })
})

it('says so when what is kept cannot be read', () => {
  kept.set('principal:alice', { name: 'alice', kind: 'user', scopes: ['admin'], createdAt: 1, credentials: {} })
  expect(open).toThrow(/what is kept of principal:alice cannot be read/)
})
