import { seededRandom } from '@millrace/kernel'
import { expect, it } from 'vitest'
import { Tokens } from './tokens.ts'

const worker = { name: 'worker', createdAt: 1 }

function fixture() {
  const kept = new Map<string, object>()
  const state = { now: 1_000 }
  const write = async (entries: readonly { readonly key: string; readonly value: object | null }[]) => {
    for (const { key, value } of entries) {
      if (value === null) kept.delete(key)
      else kept.set(key, value)
    }
  }
  const open = () =>
    new Tokens({ entries: kept, journal: { write }, random: seededRandom(9), now: () => state.now, lifetimeMs: 60_000 })
  return { kept, state, open }
}

it('knows a token until it expires, also when it is opened again', async () => {
  const { open, state } = fixture()
  const { token, expiresInS } = await open().issue(worker)
  expect(expiresInS).toBe(60)
  expect(open().ownerOf(token)).toEqual(worker)
  state.now += 59_999
  expect(open().ownerOf(token)).toEqual(worker)
  state.now += 1
  expect(open().ownerOf(token)).toBeUndefined()
  expect(open().ownerOf('another')).toBeUndefined()
})

it('keeps no token, only what it is found by', async () => {
  const { open, kept } = fixture()
  const { token } = await open().issue(worker)
  expect(JSON.stringify([...kept])).not.toContain(token)
})

it('bounds how many a client has, and forgets those that have expired', async () => {
  const { open, kept, state } = fixture()
  const tokens = open()
  const first = await tokens.issue(worker)
  for (let index = 0; index < 50; index++) await tokens.issue(worker)
  const other = await tokens.issue({ name: 'other', createdAt: 2 })
  expect(tokens.ownerOf(first.token)).toBeUndefined()
  expect(kept.size).toBe(51)
  state.now += 60_000
  await tokens.issue(worker)
  expect(tokens.ownerOf(other.token)).toBeUndefined()
  expect(kept.size).toBe(1)
})

it('ends all tokens of a client', async () => {
  const { open, kept } = fixture()
  const tokens = open()
  const { token } = await tokens.issue(worker)
  await tokens.revoke('worker')
  expect(tokens.ownerOf(token)).toBeUndefined()
  expect(kept.size).toBe(0)
})
