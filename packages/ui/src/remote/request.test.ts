import { afterEach, expect, it, vi } from 'vitest'
import { ApiError, newKey, request } from './request.ts'

afterEach(() => vi.unstubAllGlobals())

const answer = (status: number, body?: object) => {
  const given = vi.fn<typeof fetch>(async () => new Response(body && JSON.stringify(body), { status }))
  vi.stubGlobal('fetch', given)
  return given
}
const failed = (path = '/orders') => request(path).catch((error: unknown) => error as ApiError)

it('sends JSON with the key that makes a repetition safe', async () => {
  const fetched = answer(201, { id: 1 })
  expect(await request('/orders', { method: 'POST', body: { a: 1 }, key: 'k' })).toEqual({ id: 1 })
  expect(fetched).toHaveBeenCalledWith('/orders', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': 'k' },
    body: '{"a":1}',
  })
})

it('gives nothing for an answer without content', async () => {
  answer(204)
  expect(await request('/orders', { method: 'DELETE' })).toBeUndefined()
})

it('tells problem details by code and field', async () => {
  answer(400, { detail: 'email is wrong', code: 'INVALID_FIELDS', errors: [{ field: 'email', message: 'is wrong' }] })
  const error = await failed()
  expect(error).toMatchObject({ status: 400, code: 'INVALID_FIELDS', message: 'email is wrong' })
  expect(error).toHaveProperty('fields', { email: 'is wrong' })
})

it('says so when nothing answers', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed')))
  expect(await failed()).toMatchObject({ status: 0 })
})

it('makes keys that differ', () => expect(newKey()).not.toBe(newKey()))
