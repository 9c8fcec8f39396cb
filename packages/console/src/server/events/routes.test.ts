// @vitest-environment node
import { systemClocks } from '@millrace/kernel'
import fastify, { type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type AuditLog, memoryAuditLog } from '../audit.ts'
import { consolePlugin } from '../plugin.ts'

const token = '0123456789abcdef0123456789abcdef'
const headers = { host: '127.0.0.1:8080', authorization: `Bearer ${token}` }
const at = '/api/events/namespaces/default/brokers/default/events'

let broker: FastifyInstance
let server: FastifyInstance
let audit: AuditLog
let asked: { method: string; url: string; type: string | undefined; body: unknown }[]
let refusal: object | undefined

beforeEach(async () => {
  asked = []
  refusal = undefined
  broker = fastify()
  broker.addContentTypeParser('application/cloudevents+json', { parseAs: 'string' }, (_request, body, done) =>
    done(null, JSON.parse(String(body))),
  )
  broker.all('/*', async ({ method, url, headers: { 'content-type': type }, body }, reply) => {
    asked.push({ method, url, type, body })
    return refusal === undefined ? reply.status(method === 'POST' ? 202 : 200).send({ ok: true }) : refuse()
    function refuse() {
      return reply.status(400).type('application/problem+json').send(JSON.stringify(refusal))
    }
  })
  const url = await broker.listen({ host: '127.0.0.1', port: 0 })
  server = fastify()
  audit = memoryAuditLog()
  const kafka = { bootstrapBrokers: ['127.0.0.1:1'] }
  await server.register(consolePlugin, { kafka, token, clocks: systemClocks(), audit, events: () => url })
})

afterEach(async () => {
  await server.close()
  await broker.close()
})

const get = (url: string) => server.inject({ method: 'GET', url, headers })
const post = (url: string, payload?: object) =>
  server.inject({ method: 'POST', url, headers, ...(payload && { payload }) })

it('passes on what the pages read, queries included, and nothing else', async () => {
  expect((await get('/api/events/overview')).json()).toEqual({ ok: true })
  expect((await get(`${at}?limit=5&type=a%20b`)).statusCode).toBe(200)
  expect(asked.map(({ url }) => url)).toEqual([
    '/apis/events.millrace.dev/v1/overview',
    '/apis/events.millrace.dev/v1/namespaces/default/brokers/default/events?limit=5&type=a%20b',
  ])
  for (const path of [
    'webhook-callbacks/1',
    '%2e%2e%2f%2e%2e%2feventing.knative.dev/v1/triggers',
    'namespaces/a/brokers/b',
  ])
    expect((await get(`/api/events/${path}`)).statusCode).toBe(404)
  expect(asked).toHaveLength(2)
})

it('needs the token', async () => {
  const answer = await server.inject({ method: 'GET', url: '/api/events/overview', headers: { host: headers.host } })
  expect(answer.statusCode).toBe(401)
})

it('sends an event to the ingress, and writes that down', async () => {
  const attributes = { id: '1', source: '/console', type: 'order.placed' }
  expect((await post(at, { attributes, data: '{"a":1}' })).statusCode).toBe(202)
  expect(asked).toEqual([
    {
      method: 'POST',
      url: '/default/default',
      type: 'application/cloudevents+json',
      body: { specversion: '1.0', ...attributes, data: { a: 1 } },
    },
  ])
  expect(audit.recent(1)).toMatchObject([
    { action: 'event.send', target: 'default/default', detail: 'order.placed 1 of /console', outcome: 'done' },
  ])
})

it('names the attribute that the ingress refused as the field that is wrong', async () => {
  refusal = {
    title: 'INVALID_ATTRIBUTE',
    status: 400,
    detail: 'id: is empty',
    code: 'INVALID_ATTRIBUTE',
    attribute: 'id',
  }
  const answer = await post(at, { attributes: { id: '', source: '/s', type: 't' } })
  expect(answer.statusCode).toBe(400)
  expect(answer.json()).toMatchObject({ code: 'INVALID_ATTRIBUTE', errors: [{ field: 'id', message: 'id: is empty' }] })
  expect(audit.recent(1)).toMatchObject([{ outcome: 'refused' }])
  expect((await post(at, { attributes: { 'Not-Good': 'x' } })).json()).toMatchObject({ code: 'BAD_INPUT' })
  expect(asked).toHaveLength(1)
})

it('replays one event to one trigger, and writes that down', async () => {
  const path = '/namespaces/default/triggers/orders/replay?partition=0&offset=7'
  expect((await post(`/api/events${path}`)).statusCode).toBe(200)
  expect(asked).toMatchObject([{ method: 'POST', url: `/apis/events.millrace.dev/v1${path}` }])
  expect(audit.recent(1)).toMatchObject([{ action: 'event.replay', target: 'default/orders', outcome: 'done' }])
})

it('says so when the broker is away', async () => {
  await broker.close()
  const answer = await get('/api/events/overview')
  expect(answer.statusCode).toBe(503)
  expect(answer.json()).toMatchObject({ code: 'EVENTS_UNREACHABLE' })
})
