import { connectKafka } from '@millrace/client'
import { systemClocks, systemRandom } from '@millrace/kernel'
import { ask, waitFor } from '@millrace/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { JournalEntry } from './contract/journal.ts'
import type { Notice, PhoneMessage } from './contract/notice.ts'
import type { Order, Page } from './contract/order.ts'
import type { Payment } from './contract/payment.ts'
import { demo } from './demo/journey.ts'
import { type Hosted, customer, goodCard, hostSystem, items, stolenCard } from './testing/hosted.ts'

const HOUR_MS = 3_600_000
const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const ports = { clocks: systemClocks(), random: systemRandom, log }

let system: Hosted

beforeAll(async () => {
  system = await hostSystem()
}, 60_000)

afterAll(() => system?.stop())

it('takes an order through all seven stages, each told once by mail and once to the phone', async () => {
  const lines: string[] = []
  const { brokers, urls, console: inbox } = system
  await demo({ brokers, urls, inbox, ports, print: (line) => void lines.push(line) })
  const text = lines.join('\n')
  for (const status of ['shipping', 'shipped', 'delivered', 'paymentFailed'])
    expect(text).toMatch(new RegExp(`GET orders .* {2}-> {2}${status}`, 'u'))
  expect(text).toMatch(/POST orders .*cancel {2}-> {2}200 cancelled/u)
  const told = [
    'Order created',
    'Payment waiting',
    'Payment received',
    'Ready to ship',
    'Shipping',
    'Shipped',
    'Delivered',
  ]
  for (const title of told) expect(lines.filter((line) => line.startsWith(`  ${title}: `))).toHaveLength(2)
})

it('writes each of the eleven topics, keyed by the order, in six partitions', async () => {
  const kafka = await connectKafka({ KAFKA_BROKERS: system.brokers }, ports)
  const names = [
    ...['created', 'ready-to-ship', 'shipping', 'shipped', 'delivered'].map((name) => `orders-${name}`),
    'payments-created',
    'payments-made',
    'delivery-shipping',
    'delivery-shipped',
    'delivery-delivered',
    'logging-events',
  ]
  const topics = await kafka.admin().describeTopics(names)
  expect(topics.map(({ name, partitions }) => [name, partitions])).toEqual(names.map((name) => [name, 6]))
  for (const name of names)
    expect(
      (await kafka.admin().offsets(name, 'latest')).some((end) => end > 0),
      name,
    ).toBe(true)
  await kafka.close()
})

it('logs every status with the order’s id, and what payments did with the payment’s', async () => {
  const delivered = await ask<Page<Order>>('GET', `${system.urls.orders}/orders?status=delivered`)
  const { orderId, paymentId } = delivered.body.items[0] as Order
  const logged = async (query: string) => {
    const { body } = await ask<Page<JournalEntry>>('GET', `${system.urls.logging}/entries?limit=200&${query}`)
    return body.items.map(({ service, event }) => `${service} ${event}`).toSorted()
  }
  const all = await waitFor(
    async () => {
      const found = await logged(`orderId=${orderId}`)
      return found.includes('orders delivered') ? found : undefined
    },
    { what: 'the last line' },
  )
  const statuses = ['created', 'readyToShip', 'shipping', 'shipped', 'delivered']
  expect(all).toEqual(expect.arrayContaining(statuses.map((status) => `orders ${status}`)))
  const parcels = ['parcel shipping', 'parcel shipped', 'parcel delivered']
  expect(all).toEqual(expect.arrayContaining(parcels.map((event) => `delivery ${event}`)))
  expect(await logged(`paymentId=${paymentId}&service=payments`)).toEqual([
    'payments payment created',
    'payments payment made',
  ])
})

it('answers 201 with the order’s id, status created and where to pay', async () => {
  const answer = await ask<Order>('POST', `${system.urls.orders}/orders`, { customer, items })
  expect(answer.status).toBe(201)
  expect(answer.headers.get('location')).toBe(`/orders/${answer.body.orderId}`)
  expect(answer.body).toMatchObject({ status: 'created', amount: 1380 })
  expect(answer.body.paymentUrl).toBe(`${system.urls.payments}/pay/${answer.body.paymentId}`)
  expect(answer.body.paymentId).not.toBe(answer.body.orderId)
  const list = await ask<Page<Order>>('GET', `${system.urls['orders-2']}/orders?limit=1`)
  expect([list.body.items[0]?.orderId, typeof list.body.next]).toEqual([answer.body.orderId, 'string'])
})

it('does a request with an Idempotency-Key once, through whichever instance it comes', async () => {
  const body = { customer, items }
  const post = (instance: 'orders' | 'orders-2', given: object) =>
    ask<Order>('POST', `${system.urls[instance]}/orders`, given, { 'idempotency-key': 'twice' })
  const [one, other] = await Promise.all([post('orders', body), post('orders-2', body)])
  expect([one.status, other.status, other.body]).toEqual([201, 201, one.body])
  expect((await post('orders-2', { customer, items: [{ sku: 'CUP-CLAY-2', quantity: 1 }] })).status).toBe(422)
  const pays = await Promise.all(
    Array.from({ length: 20 }, (_, at) =>
      ask<Payment>(
        'POST',
        `${system.urls[at % 2 === 0 ? 'payments' : 'payments-2']}/payments/${one.body.paymentId}/pay`,
        goodCard,
      ),
    ),
  )
  expect(new Set(pays.map(({ status, body: paid }) => `${status} ${paid.status}`))).toEqual(new Set(['200 made']))
  expect(pays[0]?.body.attempts).toHaveLength(1)
})

it('lets an order that is not paid fail when its payment expires, on the platform’s clock', async () => {
  const order = await system.order()
  await system.advance(HOUR_MS)
  const failed = await system.reached(order.orderId, 'paymentFailed')
  expect(failed.history.at(-1)).toMatchObject({ event: 'payment.expired', source: 'webhook', outcome: 'applied' })
  expect((await system.pay(order.paymentId)).status).toBe(409)
})

it('asks for the bank’s code, and is paid with the right one', async () => {
  const order = await system.order()
  const asked = await system.pay(order.paymentId, { ...goodCard, number: '4000 0027 6000 3184' })
  expect(asked.body.status).toBe('challenged')
  const answer = (code: string) =>
    ask<Payment>('POST', `${system.urls.payments}/payments/${order.paymentId}/challenge`, { code })
  expect((await answer('000000')).body).toMatchObject({ status: 'created', attemptsLeft: 2 })
  await system.pay(order.paymentId, { ...goodCard, number: '4000 0027 6000 3184' })
  expect((await answer('123456')).body.status).toBe('made')
  await system.reached(order.orderId, 'shipping')
})

it('keeps a journal by order and by payment', async () => {
  const order = await system.order()
  await system.pay(order.paymentId, stolenCard)
  await system.reached(order.orderId, 'paymentFailed')
  const entries = async (query: string) =>
    (await ask<Page<JournalEntry>>('GET', `${system.urls.logging}/entries?${query}`)).body.items
  const byOrder = await waitFor(
    async () => {
      const found = await entries(`orderId=${order.orderId}`)
      return found.some(({ event }) => event === 'paymentFailed') ? found : undefined
    },
    { what: 'the last line' },
  )
  expect(byOrder.map(({ service, event }) => `${service} ${event}`).toSorted()).toEqual([
    'orders created',
    'orders paymentFailed',
    'payments payment created',
    'payments payment declined',
    'payments payment failed',
  ])
  expect(await entries(`paymentId=${order.paymentId}`)).toHaveLength(5)
  expect(await entries(`orderId=${order.orderId}&service=payments&q=DECLINED`)).toHaveLength(1)
})

it('tells only by the channels that a customer wants', async () => {
  const quiet = { ...customer, email: 'quiet@example.com', phone: '+4917000000001' }
  const set = await ask('PUT', `${system.urls.notifications}/preferences/quiet@example.com`, {
    email: false,
    mobile: true,
  })
  expect(set.status).toBe(200)
  const order = await system.order({ customer: quiet, items })
  const messages = await waitFor(
    async () => {
      const list = await ask<Page<PhoneMessage>>('GET', `${system.urls.mobile}/phones/${quiet.phone}/messages`)
      return list.body.items.length === 2 ? list.body.items : undefined
    },
    { what: 'two messages' },
  )
  expect(messages.map(({ stage }) => stage)).toEqual(['paymentCreated', 'orderCreated'])
  const notice = await ask<Notice>('GET', `${system.urls.notifications}/notices/${order.orderId}/orderCreated`)
  expect(notice.body).toMatchObject({ event: 'orders-created', email: null, mobile: { title: 'Order created' } })
  await waitFor(
    async () => {
      const list = await ask<Page<{ status: string }>>('GET', `${system.urls.email}/mails?orderId=${order.orderId}`)
      return list.body.items.filter(({ status }) => status === 'unwanted').length === 2
    },
    { what: 'the mails that nobody wants' },
  )
  expect(await system.mails('quiet@example.com')).toEqual([])
})

it('shows an order live: as it is, then each change', async () => {
  const order = await system.order()
  const stop = new AbortController()
  const stream = await fetch(`${system.urls['orders-2']}/orders/${order.orderId}/live`, { signal: stop.signal })
  const seen: string[] = []
  const reading = (async () => {
    let text = ''
    for await (const chunk of stream.body ?? []) {
      text += Buffer.from(chunk).toString()
      seen.splice(
        0,
        seen.length,
        ...[...text.matchAll(/event: order\ndata: (.*)\n\n/gu)].map(
          ([, data = '']) => (JSON.parse(data) as Order).status,
        ),
      )
      if (seen.includes('shipping')) break
    }
  })()
  await system.pay(order.paymentId)
  await reading
  stop.abort()
  expect([seen[0], seen.at(-1)]).toEqual(['created', 'shipping'])
})

it('sends every mail once: no stage twice, none left waiting', async () => {
  const list = await waitFor(
    async () => {
      const waiting = await ask<Page<object>>('GET', `${system.urls.email}/mails?status=waiting`)
      return waiting.body.items.length === 0
    },
    { what: 'no mail waiting' },
  )
  expect(list).toBe(true)
  const mails = await system.mails()
  expect(mails.every(({ times }) => times === 1)).toBe(true)
})
