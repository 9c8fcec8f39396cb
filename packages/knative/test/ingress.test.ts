import { signatureHeaders } from '@millrace/cloudevents'
import { Fault } from '@millrace/kernel'
import { CloudEvent, HTTP, emitterFor, httpTransport } from 'cloudevents'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTest } from './fixture.ts'
import { TestSubscriber } from './subscriber.ts'

let server: Awaited<ReturnType<typeof startTest>>
let subscriber: TestSubscriber
const CE = { 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': '/s', 'ce-type': 't' }
const API = '/apis/eventing.knative.dev/v1/namespaces/default'

beforeEach(async () => {
  server = await startTest({ bodyBytes: 100_000 })
  subscriber = await TestSubscriber.start()
  await api('POST', 'triggers', trigger('all'))
})
afterEach(async () => {
  await server.stop()
  await subscriber.stop()
})

const trigger = (name: string, spec: object = {}, annotations: object = {}) => ({
  apiVersion: 'eventing.knative.dev/v1',
  kind: 'Trigger',
  metadata: { name, annotations },
  spec: { broker: 'default', subscriber: { uri: subscriber.url }, ...spec },
})
const api = (method: string, path: string, body?: object) =>
  fetch(`${server.url}${API}/${path}`, { method, ...(body && { body: JSON.stringify(body) }) })
const send = (headers: Record<string, string>, body: string | Buffer = '', path = '/default/default') =>
  fetch(server.url + path, { method: 'POST', headers, body: body as string })

describe('the ingress', () => {
  it.each(['application/vnd.apache.thrift.binary', 'application/xml', 'application/json', 'json-but-odd/x'])(
    'takes a binary event of %s (A1)',
    async (type) => {
      expect((await send({ ...CE, 'content-type': type }, '{}')).status).toBe(202)
      const [received] = await subscriber.has(1)
      expect(received?.headers['content-type']).toBe(type)
      expect(received?.body).toBe('{}')
    },
  )
  it('takes structured events, and version 0.3 as 0.3 (A2, A3)', async () => {
    for (const specversion of ['1.0', '0.3']) {
      const event = { specversion, id: '1', source: '/s', type: 't', time: '2018-04-05T17:31:00Z', data: { a: 1 } }
      const { status } = await send({ 'content-type': 'application/cloudevents+json' }, JSON.stringify(event))
      expect(status).toBe(202)
    }
    const received = await subscriber.has(2)
    expect(received.map(({ headers }) => headers['ce-specversion'])).toEqual(['1.0', '0.3'])
    expect(received[0]?.body).toBe('{"a":1}')
  })
  it('takes a batch whole, in order, and nothing of a bad one (50-52)', async () => {
    const type = { 'content-type': 'application/cloudevents-batch+json' }
    const event = { specversion: '1.0', id: '1', source: '/s', type: 't' }
    expect((await send(type, '[]')).status).toBe(202)
    const bad = await send(type, JSON.stringify([event, { ...event, type: '' }]))
    expect(bad.status).toBe(400)
    expect(await bad.json()).toMatchObject({
      code: 'INVALID_ATTRIBUTE',
      attribute: 'type',
      detail: expect.stringMatching(/event 1 of the batch/),
    })
    expect((await send(type, JSON.stringify([event, { ...event, id: '2' }]))).status).toBe(202)
    expect((await subscriber.has(2)).map(({ headers }) => headers['ce-id'])).toEqual(['1', '2'])
  })
  it.each([
    [{ 'ce-specversion': '19.0' }, 'specversion'],
    [{ 'ce-specversion': '' }, 'specversion'],
    [{ 'ce-id': '' }, 'id'],
    [{ 'ce-source': '' }, 'source'],
    [{ 'ce-type': '' }, 'type'],
    [{ 'ce-ext': '%C0%A0' }, 'ext'],
  ])('answers 400 to %j and names %s (A4-A6)', async (headers, attribute) => {
    const answer = await send({ ...CE, ...headers })
    expect(answer.status).toBe(400)
    expect(answer.headers.get('content-type')).toMatch('application/problem+json')
    expect(await answer.json()).toMatchObject({ attribute, status: 400 })
  })
  it.each(['GET', 'PUT', 'PATCH', 'DELETE'])('answers 405 to %s (A7)', async (method) => {
    const answer = await fetch(`${server.url}/default/default`, { method })
    expect(answer.status).toBe(405)
    expect(answer.headers.get('allow')).toBe('POST, OPTIONS')
  })
  it('consents to webhooks (A8, 86-88, 91)', async () => {
    const answer = await fetch(`${server.url}/default/default`, { method: 'OPTIONS' })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('allow')).toBe('POST, OPTIONS')
    expect(answer.headers.get('webhook-allowed-origin')).toBe('*')
    expect(answer.headers.get('webhook-allowed-rate')).toBe('*')
  })
  it.each([
    ['/', 202],
    ['/default/default/', 202],
    ['/default', 400],
    ['/default/default/extra', 400],
    ['/default/unknown', 404],
  ])('answers a post to %s with %i (A9-A12)', async (path, status) => {
    expect((await send(CE, '', path)).status).toBe(status)
  })
  it('looks at the event before the broker (A12), and at what it is', async () => {
    expect((await send({ ...CE, 'ce-id': '' }, '', '/default/unknown')).status).toBe(400)
    expect((await send({ 'content-type': 'application/cloudevents+json' }, 'no')).status).toBe(400)
    expect((await send({ 'content-type': 'application/cloudevents+avro' }, 'no')).status).toBe(415)
    expect((await send({ ...CE, 'content-encoding': 'gzip' }, 'no')).status).toBe(415)
    expect((await send({}, 'hello')).status).toBe(400)
  })
  it('answers 413 to what is too large, and takes 64 KiB (16)', async () => {
    expect((await send(CE, Buffer.alloc(100_001, 'x'))).status).toBe(413)
    expect((await send(CE, Buffer.alloc(65_536, 'x'))).status).toBe(202)
    expect((await subscriber.has(1))[0]?.body).toHaveLength(65_536)
  })
  it('passes some headers on, and no others (A15, 46)', async () => {
    await send({
      ...CE,
      'x-request-id': 'r',
      'knative-x': 'k',
      'x-b3-traceid': 'b',
      traceparent: '00-1',
      authorization: 'secret',
      cookie: 'c=1',
    })
    const [received] = await subscriber.has(1)
    expect(received?.headers).toMatchObject({
      'x-request-id': 'r',
      'knative-x': 'k',
      'x-b3-traceid': 'b',
      traceparent: '00-1',
    })
    expect(received?.headers.authorization).toBeUndefined()
    expect(received?.headers.cookie).toBeUndefined()
  })
  it('answers 503 when the event cannot be kept, and says when to come again (A14, B9)', async () => {
    server.memory.append = () => {
      throw new Fault('DISK_FULL', 'there is no room')
    }
    const answer = await send(CE, 'x')
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1'])
    expect(subscriber.received).toEqual([])
  })
  it('does not mind what else is negotiated (B5)', async () => {
    expect((await send({ ...CE, prefer: 'respond-async', te: 'trailers' }, 'x')).status).toBe(202)
  })
  it('takes signed events only, where the broker says so', async () => {
    const broker = {
      apiVersion: 'eventing.knative.dev/v1',
      kind: 'Broker',
      metadata: { name: 'signed', annotations: { 'events.millrace.dev/verify-secret': 'known' } },
    }
    expect((await api('POST', 'brokers', broker)).status).toBe(201)
    expect((await send(CE, 'x', '/default/signed')).status).toBe(401)
    const signed = signatureHeaders('whsec_c2VjcmV0', {
      id: 'm',
      timestamp: Math.floor(Date.now() / 1000),
      body: Buffer.from('x'),
    })
    expect((await send({ ...CE, ...Object.fromEntries(signed) }, 'x', '/default/signed')).status).toBe(202)
  })
})

describe('a broker with a token', () => {
  const TOKEN = 'whsec_c2VjcmV0'
  beforeEach(async () => {
    const annotations = { 'events.millrace.dev/token-secret': 'known' }
    const broker = { apiVersion: 'eventing.knative.dev/v1', kind: 'Broker', metadata: { name: 'closed', annotations } }
    expect((await api('POST', 'brokers', broker)).status).toBe(201)
  })

  it('takes it in the header and in the query, which no cache may keep (85)', async () => {
    const header = await send({ ...CE, authorization: `bearer ${TOKEN}` }, 'x', '/default/closed')
    expect([header.status, header.headers.get('cache-control')]).toEqual([202, null])
    const query = await send(CE, 'x', `/default/closed?a=1&access_token=${TOKEN}`)
    expect([query.status, query.headers.get('cache-control')]).toEqual([202, 'private'])
  })
  it('refuses everything else without a challenge, and stores nothing (85, A90)', async () => {
    for (const authorization of ['', 'Bearer', 'Bearer wrong', `Basic ${TOKEN}`, `Bearer ${TOKEN}x`]) {
      const answer = await send({ ...CE, authorization }, 'x', '/default/closed')
      expect(answer.status).toBe(401)
      expect(answer.headers.get('www-authenticate')).toBeNull()
      expect(await answer.text()).not.toContain(TOKEN)
    }
    expect((await send(CE, 'x', '/default/closed?access_token=wrong')).status).toBe(401)
  })
})

it('lets a subscriber grant its consent by GET and by POST, and nobody else (90)', async () => {
  const callbacks = `${server.url}/apis/events.millrace.dev/v1/webhook-callbacks`
  expect((await fetch(`${callbacks}/guessed`)).status).toBe(404)
  await api('POST', 'triggers', trigger('asks', {}, { 'events.millrace.dev/webhook-origin': 'shop.example' }))
  await send(CE, 'x')
  const asked = await subscriber.asked()
  const callback = String(asked.headers['webhook-request-callback'])
  expect(callback.startsWith(`${callbacks}/`)).toBe(true)
  const refused = await fetch(callback, { method: 'POST', headers: { 'webhook-allowed-rate': '-1' } })
  expect([refused.status, await refused.json()]).toMatchObject([400, { code: 'INVALID_RATE' }])
  expect((await fetch(callback)).status).toBe(200)
  expect((await fetch(callback, { method: 'POST', headers: { 'webhook-allowed-rate': '6000' } })).status).toBe(200)
})

describe('the JavaScript SDK', () => {
  it.each(['binary', 'structured'] as const)('publishes in %s mode, and reads what is delivered', async (mode) => {
    const emit = emitterFor(httpTransport(`${server.url}/default/default`), { binding: HTTP, mode: mode as never })
    await emit(new CloudEvent({ id: 'sdk', source: '/js', type: 'js', data: { hello: 'wörld' } }))
    const [received] = await subscriber.has(1)
    const event = HTTP.toEvent({ headers: received?.headers ?? {}, body: received?.body ?? '' }) as CloudEvent<unknown>
    expect(event).toMatchObject({ id: 'sdk', source: '/js', type: 'js', data: { hello: 'wörld' } })
  })
})

describe('the API', () => {
  it('makes, reads, changes and removes a trigger, with its status (A81, A82, A84)', async () => {
    const made = await api('POST', 'triggers', trigger('one', { filter: { attributes: { type: 'x' } } }))
    expect(made.status).toBe(201)
    expect((await api('POST', 'triggers', trigger('one'))).status).toBe(409)
    const read = (await (await api('GET', 'triggers/one')).json()) as { spec: object; status: { conditions: object[] } }
    expect(read.spec).toMatchObject({ filter: { attributes: { type: 'x' } } })
    expect(read.status).toMatchObject({
      subscriberUri: subscriber.url,
      conditions: [{ type: 'Ready', status: 'True' }],
    })
    expect((await api('PUT', 'triggers/one', trigger('one', { broker: 'other' }))).status).toBe(422)
    expect((await api('PUT', 'triggers/one', trigger('one'))).status).toBe(200)
    expect((await api('DELETE', 'triggers/one')).status).toBe(200)
    expect((await api('GET', 'triggers/one')).status).toBe(404)
  })
  it('says why a trigger is not ready (A80, B55, B56)', async () => {
    const made = await api('POST', 'triggers', trigger('one', { broker: 'late' }))
    expect(await made.json()).toMatchObject({
      status: { conditions: [{ status: 'False', reason: 'BrokerDoesNotExist' }] },
    })
    const ref = { ref: { apiVersion: 'v1', kind: 'Service', name: 'shop' }, uri: '/x' }
    const lost = await api('POST', 'triggers', trigger('two', { subscriber: ref }))
    expect(await lost.json()).toMatchObject({
      status: {
        conditions: [{ reason: 'SubscriberNotResolved', message: expect.stringMatching(/Service default\/shop/) }],
      },
    })
  })
  it.each(['SOURCE', 'Source', 's pace s', 's_pace_s', 's-pace-s', '123', '😀'])(
    'refuses a filter on %s (A26)',
    async (name) => {
      expect((await api('POST', 'triggers', trigger('one', { filter: { attributes: { [name]: 'x' } } }))).status).toBe(
        400,
      )
    },
  )
  it.each([
    [{ filters: [{ cesql: 'type =' }] }, /spec\.filters\[0\]\.cesql expected an operand/],
    [{ filters: [{ exact: { type: 'a' }, prefix: { type: 'a' } }] }, /spec\.filters\[0\] names one dialect/],
    [{ delivery: { retry: -1 } }, /spec\.delivery\.retry is 0 or more/],
    [{ delivery: { backoffPolicy: 'wild' } }, /spec\.delivery\.backoffPolicy is linear or exponential/],
    [{ delivery: { backoffDelay: '5 s' } }, /spec\.delivery\.backoffDelay is an ISO 8601 duration/],
    [{ delivery: { timeout: 'PT0S' } }, /spec\.delivery\.timeout is longer/],
    [{ subscriber: {} }, /spec\.subscriber has a uri or a ref/],
    [{ subscribers: [] }, /subscribers/],
  ])('refuses %j and names the field (A39, A73, B61)', async (spec, expected) => {
    const answer = await api('POST', 'triggers', trigger('one', spec))
    expect(answer.status).toBe(400)
    expect(((await answer.json()) as { detail: string }).detail).toMatch(expected)
  })
  it('lists event types, tells what a trigger did, and delivers an event again (A86)', async () => {
    await send(CE)
    await subscriber.has(1)
    const types = await (await fetch(`${server.url}/apis/eventing.knative.dev/v1beta2/eventtypes`)).json()
    expect(types).toMatchObject({
      items: [{ kind: 'EventType', spec: { type: 't', source: '/s', reference: { kind: 'Broker', name: 'default' } } }],
    })
    const own = `${server.url}/apis/events.millrace.dev/v1/namespaces/default/triggers/all`
    await expect
      .poll(async () => await (await fetch(`${own}/report`)).json())
      .toMatchObject({
        counts: { delivered: 1 },
        deliveries: [{ id: '1', offset: 0, outcome: 'delivered', attempts: [{ status: 202 }] }],
      })
    expect((await fetch(`${own}/replay?offset=0`, { method: 'POST' })).status).toBe(200)
    await subscriber.has(2)
    expect((await fetch(`${own}/replay?offset=99`, { method: 'POST' })).status).toBe(404)
  })
  it('keeps what it was given over a restart, and where its triggers stood', async () => {
    await send(CE)
    await subscriber.has(1)
    await server.stop()
    server = await startTest({ over: server.memory })
    await send({ ...CE, 'ce-id': '2' })
    expect((await subscriber.has(2)).map(({ headers }) => headers['ce-id'])).toEqual(['1', '2'])
  })
  it('starts without a resource that has become wrong, and with the others', async () => {
    const signed = trigger('signed', {}, { 'events.millrace.dev/signing-secret': 'known' })
    expect((await api('POST', 'triggers', signed)).status).toBe(201)
    await server.stop()
    server = await startTest({ over: server.memory, secret: () => undefined })
    expect((await api('GET', 'triggers/signed')).status).toBe(404)
    expect((await api('GET', 'triggers/all')).status).toBe(200)
  })
  it('refuses a page of another site', async () => {
    for (const path of [API, API.replace('/a', '/%61')]) {
      const answer = await fetch(`${server.url}${path}/triggers/all`, {
        method: 'DELETE',
        headers: { origin: 'http://evil.example' },
      })
      expect(answer.status).toBe(403)
    }
  })
})
