import { virtualClocks } from '@millrace/kernel'
import { fastify } from 'fastify'
import { expect, it } from 'vitest'
import { idempotency } from './idempotency.ts'
import { memoryIdempotency } from './memory-idempotency.ts'
import { problemDetails } from './problem-details.ts'

const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }

function server(work: () => Promise<void> = () => Promise.resolve()) {
  const app = fastify()
  let made = 0
  problemDetails(app, { log })
  idempotency(app, { store: memoryIdempotency({ clock: virtualClocks(0).domain, mostKeys: 3 }) })
  app.post('/things', async (_request, reply) => {
    await work()
    return reply.code(201).header('location', `/things/${++made}`).send({ id: made })
  })
  return app
}
const post = (app: ReturnType<typeof server>, key: string, payload: object) =>
  app.inject({ method: 'POST', url: '/things', payload, headers: { 'idempotency-key': key } })

it('gives the same answer to the same request, whatever the order of its members', async () => {
  const app = server()
  const first = await post(app, 'k', { a: 1, b: 2 })
  const again = await post(app, 'k', { b: 2, a: 1 })
  expect([again.statusCode, again.json(), again.headers['location']]).toEqual([201, first.json(), '/things/1'])
  expect(again.headers['idempotent-replayed']).toBe('true')
  expect((await post(app, 'other', { a: 1, b: 2 })).json()).toEqual({ id: 2 })
})

it('refuses another request with the same key', async () => {
  const app = server()
  await post(app, 'k', { a: 1 })
  const other = await post(app, 'k', { a: 2 })
  expect(other.statusCode).toBe(422)
  expect(other.json()).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' })
})

it('says when the first is still being worked on', async () => {
  const work = Promise.withResolvers<void>()
  const app = server(() => work.promise)
  // Asking begins when somebody waits for the answer.
  const first = Promise.resolve(post(app, 'k', { a: 1 }))
  await new Promise((resolve) => setImmediate(resolve))
  await expect.poll(async () => (await post(app, 'k', { a: 1 })).statusCode).toBe(409)
  work.resolve()
  expect((await first).statusCode).toBe(201)
})

it('lets a request that failed be tried again', async () => {
  let fail = true
  const app = server(() => (fail ? Promise.reject(new Error('no')) : Promise.resolve()))
  expect((await post(app, 'k', {})).statusCode).toBe(500)
  fail = false
  expect((await post(app, 'k', {})).statusCode).toBe(201)
})

it('refuses a key that is none', async () => {
  expect((await post(server(), 'a b', {})).statusCode).toBe(400)
})

it('forgets the oldest keys beyond its limit', async () => {
  const app = server()
  for (const key of ['a', 'b', 'c', 'd', 'e']) await post(app, key, {})
  expect((await post(app, 'a', {})).json()).toEqual({ id: 6 })
  expect((await post(app, 'e', {})).json()).toEqual({ id: 5 })
})
