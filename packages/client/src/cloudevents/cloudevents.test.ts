import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { requiredText, textOf } from '@millrace/cloudevents'
import { Fault, Refusal, seededRandom, systemClocks } from '@millrace/kernel'
import { afterEach, expect, it } from 'vitest'
import { httpServer, problem } from '../http/index.ts'
import { eventSender, jsonData, jsonEvent, receiveEvents } from './index.ts'

const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }
const ports = { clocks: systemClocks(), random: seededRandom(1), log }
const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const CE = {
  'ce-specversion': '1.0',
  'ce-id': '1',
  'ce-source': '/s',
  'ce-type': 'T',
  'content-type': 'application/json',
}
const event = jsonEvent({
  id: '7',
  source: '/s',
  type: 'T',
  time: 0,
  data: { a: 'ä' },
  extensions: { correlationkey: 'k' },
})

function receiver() {
  const seen: unknown[] = []
  const app = httpServer({ service: 'test', ports })
  receiveEvents(app, [
    {
      url: '/both',
      onEvent: async (event) => {
        const data = jsonData(event)
        if (data === 'refuse') throw problem(409, 'No', 'never')
        if (data === 'wrong') throw new Refusal('NO', 'never')
        if (data === 'later') throw new Fault('AWAY', 'not now')
        if (data === 'often') throw problem(429, 'Too often', 'wait a moment')
        if (data === 'stopping') throw new Refusal('CLOSED', 'the service is stopping')
        seen.push([requiredText(event, 'id'), data])
      },
      onPlain: async (body, _request, reply) => {
        reply.code(201)
        return { plain: body }
      },
    },
    { url: '/events', onEvent: async (event) => ({ got: textOf(event, 'correlationkey') }) },
  ])
  return { app, seen }
}
const post = (
  app: ReturnType<typeof receiver>['app'],
  payload: string,
  headers: Record<string, string> = CE,
  url = '/both',
) => app.inject({ method: 'POST', url, payload, headers })

it('takes events in each of the three modes, and opens data that is encoded twice', async () => {
  const { app, seen } = receiver()
  const envelope = { specversion: '1.0', id: '2', source: '/s', type: 'T', data: '{"sessionId":"x"}' }
  const answers = [
    await post(app, '{"sessionId":"x"}'),
    await post(app, JSON.stringify('{"sessionId":"x"}')),
    await post(app, JSON.stringify(envelope), { 'content-type': 'application/cloudevents+json' }),
    await post(app, JSON.stringify([envelope, { ...envelope, id: '3' }]), {
      'content-type': 'application/cloudevents-batch+json',
    }),
    await post(app, ''),
  ]
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 200])
  const x = { sessionId: 'x' }
  expect(seen).toEqual([
    ['1', x],
    ['1', x],
    ['2', x],
    ['2', x],
    ['3', x],
    ['1', undefined],
  ])
})

it('takes plain JSON where a route does, once or twice encoded, and nothing that a foreign page could post', async () => {
  const { app } = receiver()
  const plain = await post(app, JSON.stringify('{"a":1}'), { 'content-type': 'application/json' })
  expect([plain.statusCode, plain.json()]).toEqual([201, { plain: { a: 1 } }])
  expect((await post(app, '{}', { 'content-type': 'application/json' }, '/events')).statusCode).toBe(415)
  expect((await post(app, '{}', { 'content-type': 'text/plain' })).statusCode).toBe(415)
  expect((await post(app, '{', { 'content-type': 'application/json' })).statusCode).toBe(400)
})

it('says whether an event is malformed, can never be taken, or is to be sent again', async () => {
  const { app } = receiver()
  const bad = await post(app, '{}', { ...CE, 'ce-source': 'a b' })
  expect([bad.statusCode, bad.json()]).toMatchObject([400, { code: 'INVALID_ATTRIBUTE', attribute: 'source' }])
  expect((await post(app, '{')).statusCode).toBe(400)
  expect((await post(app, '"refuse"')).statusCode).toBe(422)
  expect((await post(app, '"wrong"')).json()).toMatchObject({ status: 422, code: 'NO' })
  expect((await post(app, '"later"')).statusCode).toBe(503)
  expect((await post(app, '"often"')).statusCode).toBe(429)
  expect((await post(app, '"stopping"')).statusCode).toBe(503)
  const brokers = await post(app, '{}', { ...CE, prefer: 'reply' })
  expect([brokers.statusCode, brokers.payload]).toEqual([202, ''])
})

function sink(statuses: number[], headers: Record<string, string> = {}) {
  const seen: Record<string, unknown>[] = []
  const server = createServer((request, response) => {
    seen.push(request.headers)
    request.resume().on('end', () => response.writeHead(statuses.shift() ?? 202, headers).end('no'))
  })
  closing.push(() => server.close())
  return new Promise<{ url: string; seen: Record<string, unknown>[] }>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, seen })
    })
  })
}

it('sends again what may pass, with the same id, until it is taken', async () => {
  const { url, seen } = await sink([503, 429, 404], { 'retry-after': '0' })
  await eventSender({ K_SINK: url }, ports).send(event)
  expect(seen.map((headers) => headers['ce-id'])).toEqual(['7', '7', '7', '7'])
  expect(seen[0]).toMatchObject({ 'ce-correlationkey': 'k', 'ce-time': '1970-01-01T00:00:00.000Z' })
})

it('gives up what is wrong, and what it is told to', async () => {
  const { url } = await sink([400])
  await expect(eventSender({ K_SINK: url }, ports).send(event)).rejects.toThrow('400 no')
  const stop = new AbortController()
  const sending = eventSender({ K_SINK: 'http://127.0.0.1:1' }, ports).send(event, stop.signal)
  stop.abort(new Error('stopping'))
  await expect(sending).rejects.toThrow('stopping')
  expect(() => eventSender({}, ports)).toThrow('K_SINK')
})
