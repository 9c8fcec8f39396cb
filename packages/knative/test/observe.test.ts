import { afterEach, beforeEach, expect, it } from 'vitest'
import { startTest } from './fixture.ts'
import { TestSubscriber } from './subscriber.ts'

let server: Awaited<ReturnType<typeof startTest>>
let subscriber: TestSubscriber
const BASE = '/apis/events.millrace.dev/v1'
const OWN = `${BASE}/namespaces/default`

beforeEach(async () => {
  server = await startTest()
  subscriber = await TestSubscriber.start()
})
afterEach(async () => {
  await server.stop()
  await subscriber.stop()
})

const get = async (path: string): Promise<Record<string, unknown>> =>
  (await (await fetch(server.url + path)).json()) as Record<string, unknown>
const send = (id: string, type: string, more: Record<string, string> = {}) =>
  fetch(`${server.url}/default/default`, {
    method: 'POST',
    headers: { 'ce-specversion': '1.0', 'ce-id': id, 'ce-source': '/s', 'ce-type': type, ...more },
    body: '{"a":1}',
  })
async function subscribe(name: string, spec: object): Promise<void> {
  const answer = await fetch(`${server.url}/apis/eventing.knative.dev/v1/namespaces/default/triggers`, {
    method: 'POST',
    body: JSON.stringify({
      apiVersion: 'eventing.knative.dev/v1',
      kind: 'Trigger',
      metadata: { name },
      spec: { broker: 'default', subscriber: { uri: subscriber.url }, ...spec },
    }),
  })
  expect(answer.status).toBe(201)
}

it('shows brokers, triggers with how they go, and event types', async () => {
  await subscribe('orders', { filter: { attributes: { type: 'order' } } })
  await send('1', 'order')
  await subscriber.has(1)
  await expect
    .poll(() => get(`${BASE}/overview`))
    .toMatchObject({
      brokers: [{ name: 'default', origin: 'built-in', topic: 'events.default.default', partitions: 1, records: 1 }],
      triggers: [
        {
          name: 'orders',
          broker: 'default',
          filter: { attributes: { type: 'order' } },
          subscriberUri: subscriber.url,
          state: { ready: true },
          counts: { delivered: 1 },
          lag: 0,
        },
      ],
      eventTypes: [{ type: 'order', source: '/s' }],
      failures: 0,
    })
})

it('lists the last events of a broker, newest first, and those that are asked for', async () => {
  for (const id of ['1', '2', '3']) await send(id, id === '2' ? 'other' : 'order')
  const items = async (query: string) =>
    ((await get(`${OWN}/brokers/default/events?${query}`))['items'] as { attributes: { id: string } }[]).map(
      ({ attributes: { id } }) => id,
    )
  expect(await items('')).toEqual(['3', '2', '1'])
  expect(await items('limit=1')).toEqual(['3'])
  expect(await items('type=order')).toEqual(['3', '1'])
  expect(await items('id=2&source=/s')).toEqual(['2'])
  expect((await fetch(`${server.url}${OWN}/brokers/default/events?limit=0`)).status).toBe(400)
  expect((await fetch(`${server.url}${OWN}/brokers/none/events`)).status).toBe(404)
})

it('tells the whole path of an event: who published, which triggers took it and why the others did not', async () => {
  await send('0', 'order')
  await subscribe('takes', { filters: [{ any: [{ exact: { type: 'x' } }, { cesql: "type = 'order'" }] }] })
  await subscribe('older', { filter: { attributes: { type: 'order', shop: 'nord' } } })
  await subscribe('not', { filters: [{ not: { prefix: { type: 'ord' } } }] })
  await subscribe('everything', {})
  await send('1', 'order', { 'x-request-id': 'r-1', 'content-type': 'application/json' })
  await subscriber.has(2)
  const path = await get(`${OWN}/brokers/default/events/0/1`)
  expect(path).toMatchObject({
    attributes: { id: '1', type: 'order', source: '/s' },
    event: { data: { a: 1 } },
    headers: { 'x-request-id': 'r-1' },
  })
  const triggers = Object.fromEntries((path['triggers'] as { name: string }[]).map((one) => [one.name, one]))
  expect(triggers).toMatchObject({
    takes: {
      matched: true,
      place: 'done',
      deliveries: [{ outcome: 'delivered', attempts: [{ status: 202, url: subscriber.url }] }],
      why: [
        {
          dialect: 'any',
          matches: true,
          parts: [
            { dialect: 'exact', matches: false, compared: { type: { wanted: 'x', found: 'order' } } },
            { dialect: 'cesql', matches: true, expression: "type = 'order'", value: true, errors: [] },
          ],
        },
      ],
    },
    older: { matched: false, deliveries: [], why: [{ compared: { shop: { wanted: 'nord', found: null } } }] },
    not: { matched: false, why: [{ dialect: 'not', matches: false, parts: [{ dialect: 'prefix', matches: true }] }] },
    everything: { matched: true, why: [] },
  })
  const before = await get(`${OWN}/brokers/default/events/0/0`)
  expect((before['triggers'] as { place: string }[]).map(({ place }) => place)).toEqual(
    Array(4).fill('before the trigger'),
  )
  expect((await fetch(`${server.url}${OWN}/brokers/default/events/0/9`)).status).toBe(404)
})

it('keeps what reached nobody over a restart, until it is delivered after all', async () => {
  subscriber.status = 400
  await subscribe('strict', { delivery: { retry: 0 } })
  await send('1', 'order')
  const failure = { trigger: 'strict', broker: 'default', partition: 0, offset: 0, id: '1', outcome: 'dropped' }
  await expect
    .poll(() => get(`${BASE}/failures`))
    .toMatchObject({ items: [{ ...failure, attempts: [{ status: 400 }] }] })
  expect(await get(`${OWN}/brokers/default/events/0/0`)).toMatchObject({ failures: [failure] })
  await server.stop()
  server = await startTest({ over: server.memory })
  expect(await get(`${BASE}/failures`)).toMatchObject({ items: [failure] })
  subscriber.status = 202
  const again = await fetch(`${server.url}${OWN}/triggers/strict/replay?offset=0`, { method: 'POST' })
  expect(await again.json()).toMatchObject({ status: 'Success', delivery: { outcome: 'delivered' } })
  await expect.poll(() => get(`${BASE}/failures`)).toEqual({ items: [] })
})
