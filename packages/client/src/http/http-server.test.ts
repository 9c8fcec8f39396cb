import { Fault, Refusal, seededRandom, systemClocks } from '@millrace/kernel'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { currentTrace } from '../trace/trace-context.ts'
import { checked, httpServer, problem } from './index.ts'

const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }
const ports = { clocks: systemClocks(), random: seededRandom(1), log }
const body = z.object({ name: z.string('is a text'), address: z.object({ city: z.string('is a text') }) })

function server() {
  const app = httpServer({
    service: 'test',
    ports,
    ready: { view: () => 'is being built', kafka: () => undefined },
    refusals: { SOLD_OUT: { status: 409, title: 'Sold out' } },
    gauges: { test_things_count: { help: 'Things', value: () => 7 } },
  })
  app.post('/checked', (request) => checked(body, request.body))
  app.get('/problem/:kind', (request) => {
    const { kind } = request.params as { kind: string }
    if (kind === 'problem') throw problem(404, 'Unknown', 'there is none', { extensions: { id: 'x' }, code: 'UNKNOWN' })
    if (kind === 'refusal') throw new Refusal('SOLD_OUT', 'none left')
    if (kind === 'fault') throw new Fault('NETWORK', 'the log does not answer')
    throw new Error('secret detail')
  })
  app.get('/trace', () => currentTrace())
  return app
}

it('names each wrong field', async () => {
  const answer = await server().inject({ method: 'POST', url: '/checked', payload: { name: 1, address: {} } })
  expect(answer.statusCode).toBe(400)
  expect(answer.headers['content-type']).toContain('application/problem+json')
  expect(answer.json()).toMatchObject({
    errors: [
      { field: 'name', message: 'is a text' },
      { field: 'address.city', message: 'is a text' },
    ],
  })
})

it.each([
  ['problem', 404, { detail: 'there is none', id: 'x', code: 'UNKNOWN' }],
  ['refusal', 409, { title: 'Sold out', detail: 'none left', code: 'SOLD_OUT' }],
  ['fault', 503, { code: 'NETWORK' }],
  ['bug', 500, { detail: 'the service failed; its log says how' }],
])('answers a %s with %s', async (kind, status, details) => {
  const answer = await server().inject(`/problem/${kind}`)
  expect(answer.statusCode).toBe(status)
  expect(answer.json()).toMatchObject({ status, ...details })
  expect(answer.payload).not.toContain('secret')
})

it.each([
  ['broken JSON', '{', 'application/json', 400],
  ['text', 'x', 'text/plain', 415],
  ['nothing', '', 'application/json', 400],
  ['too much', JSON.stringify('x'.repeat(70_000)), 'application/json', 413],
])('refuses a body of %s', async (_what, payload, type, status) => {
  const answer = await server().inject({ method: 'POST', url: '/checked', payload, headers: { 'content-type': type } })
  expect(answer.statusCode).toBe(status)
  expect(answer.json()).toMatchObject({ status })
})

it('says what is not served', async () => {
  expect((await server().inject('/nowhere?secret=1')).json()).toMatchObject({
    status: 404,
    detail: 'GET /nowhere is not served here',
  })
})

it('says what is missing until it is ready, and counts', async () => {
  const app = server()
  expect((await app.inject('/health/live')).statusCode).toBe(200)
  const ready = await app.inject('/health/ready')
  expect(ready.statusCode).toBe(503)
  expect(ready.json()).toEqual({ status: 'not ready', missing: { view: 'is being built' } })
  const metrics = await app.inject('/metrics')
  expect(metrics.payload).toContain('test_things_count{service="test"} 7')
  expect(metrics.payload).toContain('route="/health/ready",status="503"')
})

it('runs a request in the trace that it belongs to', async () => {
  const traceparent = `00-${'c'.repeat(32)}-${'d'.repeat(16)}-01`
  const answer = await server().inject({ url: '/trace', headers: { traceparent } })
  expect(answer.payload).toContain('c'.repeat(32))
  expect(answer.payload).not.toContain('d'.repeat(16))
})
