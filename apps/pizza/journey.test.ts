import { type OutputRecord, connectKafka } from '@millrace/client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { LogLine, Order, Page } from './contract/order.ts'
import { type Hosted, hostShop, pizza } from './testing/hosted.ts'
import { pizzaAssembled, pizzaBaked, pizzaOrdered, stage } from './topics.ts'

let shop: Hosted
let cookie: string

beforeAll(async () => {
  shop = await hostShop([
    'webapp',
    'assemble',
    'bake',
    'delivery',
    'status',
    'assemble-2',
    'bake-2',
    'delivery-2',
    'status-2',
  ])
  cookie = await shop.login()
}, 60_000)

afterAll(() => shop?.stop())

async function order(key?: string): Promise<Order> {
  const headers = { cookie, ...(key !== undefined && { 'idempotency-key': key }) }
  const { status, body } = await shop.ask<Order>('POST', '/api/orders', { body: pizza, headers })
  expect(status, JSON.stringify(body)).toBe(201)
  return body
}

/** Writes a record as a program of others would. */
async function write(record: OutputRecord): Promise<void> {
  const kafka = await connectKafka(shop.environment, shop.ports)
  await kafka.producer().send(record)
  await kafka.close()
}

const seenBy = async (orderId: string): Promise<Order> =>
  (await shop.ask<Order>('GET', `/api/operator/orders/${orderId}`)).body

it('takes an order to the door, each stage once and in its time', async () => {
  const placed = await order()
  expect(placed).toMatchObject({ status: 100, username: 'Ada', pizza })
  expect(placed.orderId).toMatch(/^[0-9a-f]{8}$/u)
  const delivered = await shop.reached(placed.orderId, 999)
  expect(delivered.passages.map(({ status }) => status)).toEqual([100, 200, 300, 999])
  const times = delivered.passages.map(({ at }) => Date.parse(at))
  const [assembling = 0, baking = 0, way = 0] = times.slice(1).map((at, index) => (at - (times[index] ?? 0)) / 1000)
  expect(assembling).toBeGreaterThanOrEqual(4)
  expect(baking).toBeGreaterThanOrEqual(8)
  expect(way).toBeGreaterThanOrEqual(5)
})

it('keeps what the services said of an order, by service', async () => {
  const { orderId } = await order()
  await shop.reached(orderId, 999)
  const lines = async () =>
    (await shop.ask<{ items: LogLine[] }>('GET', `/api/orders/${orderId}/logs`, { headers: { cookie } })).body.items
  await expect.poll(async () => new Set((await lines()).map(({ service }) => service)).size).toBe(5)
  for (const line of await lines()) expect(line.text).toContain(orderId)
})

it('delivers once what is baked before it is ordered, and says pending in between', async () => {
  const orderId = 'beef0001'
  await write(pizzaBaked.record(orderId, stage('baked', shop.ports.clocks.domain.now())))
  await expect.poll(async () => (await seenBy(orderId)).status).toBe(150)
  await write(pizzaBaked.record(orderId, stage('baked', shop.ports.clocks.domain.now())))
  const theirs = { ...pizza, customer_id: 'ff', username: 'Someone' }
  await write(pizzaOrdered.record(orderId, { ...stage('placed', shop.ports.clocks.domain.now()), order: theirs }))
  const delivered = await shop.reached(orderId, 999)
  expect(delivered.passages.filter(({ status }) => status === 999)).toHaveLength(1)
  expect(delivered.username).toBe('Someone')
})

it('finds an order that is stuck, and sees it move again', async () => {
  const { orderId } = await order()
  await write(
    pizzaAssembled.record(orderId, { ...stage('assembled', shop.ports.clocks.domain.now()), baking_time: 90 }),
  )
  await shop.reached(orderId, 200)
  const stuck = await shop.reached(orderId, 50)
  expect(stuck).toMatchObject({ stage: 200 })
  const { body } = await shop.ask<Page<Order>>('GET', '/api/operator/orders?status=50')
  expect(body.items.map((one) => one.orderId)).toContain(orderId)
  const moved = await shop.reached(orderId, 300)
  expect(moved.stuckSince).toBeUndefined()
  await shop.reached(orderId, 999)
})

it('drives an order on that is stuck', async () => {
  const { orderId } = await order()
  await write(
    pizzaAssembled.record(orderId, { ...stage('assembled', shop.ports.clocks.domain.now()), baking_time: 3600 }),
  )
  await shop.reached(orderId, 50)
  const headers = { 'idempotency-key': `drive-${orderId}` }
  const first = await shop.ask('POST', `/api/operator/orders/${orderId}/drive-on`, { headers })
  expect(first).toMatchObject({ status: 202, body: { orderId, command: 'drive-on', stage: 200 } })
  expect((await shop.ask('POST', `/api/operator/orders/${orderId}/drive-on`, { headers })).body).toEqual(first.body)
  const { passages } = await shop.reached(orderId, 999)
  const moves = passages.filter(({ moved }) => moved)
  expect(moves.map(({ status }) => status)).toEqual([100, 200, 50, 300, 999])
})

it('cancels an order for good', async () => {
  const { orderId } = await order()
  expect((await shop.ask('POST', `/api/operator/orders/${orderId}/cancel`)).status).toBe(202)
  await expect.poll(async () => (await seenBy(orderId)).status).toBe(499)
  await shop.advance(120_000)
  expect((await seenBy(orderId)).status).toBe(499)
  expect(await shop.ask('POST', `/api/operator/orders/${orderId}/drive-on`)).toMatchObject({
    status: 409,
    body: { code: 'ORDER_IS_OVER' },
  })
})

it('does a request with an Idempotency-Key once, also at the next start', async () => {
  const first = await order('the-same')
  expect(await order('the-same')).toEqual(first)
  await shop.reached(first.orderId, 200)
  await shop.stopOne('webapp')
  await shop.start('webapp')
  expect(await order('the-same')).toEqual(first)
  const headers = { cookie, 'idempotency-key': 'the-same' }
  const other = { ...pizza, sauce: 'Pesto' }
  expect(await shop.ask('POST', '/api/orders', { body: other, headers })).toMatchObject({
    status: 422,
    body: { code: 'IDEMPOTENCY_KEY_REUSED' },
  })
})

it('names each wrong field, and shows an order to its customer alone', async () => {
  const wrong = { sauce: 'Ketchup', cheese: 'Gouda', main_topping: 'Pork', extra_toppings: ['Egg', 'Egg'] }
  const refused = await shop.ask<{ errors: { field: string }[] }>('POST', '/api/orders', {
    body: wrong,
    headers: { cookie },
  })
  expect(refused.status).toBe(400)
  expect(refused.body.errors.map(({ field }) => field).toSorted()).toEqual(['extra_toppings', 'sauce'])
  expect((await shop.ask('POST', '/api/orders', { body: pizza })).status).toBe(401)
  expect((await shop.ask('POST', '/api/login', { body: { username: ' ' } })).status).toBe(400)
  const { orderId } = await order()
  const others = { cookie: await shop.login('Bob') }
  expect((await shop.ask('GET', `/api/orders/${orderId}`, { headers: others })).status).toBe(404)
  const forged = { cookie: `${cookie.slice(0, -3)}AAA` }
  expect((await shop.ask('GET', '/api/orders', { headers: forged })).status).toBe(401)
})

it('builds the status view again when it is thrown away', async () => {
  const before = await shop.ask<Page<Order>>('GET', '/statuses?limit=200', { service: 'status' })
  const { body } = await shop.ask<{ rebuilt: number }>('DELETE', '/statuses', { service: 'status' })
  expect(body.rebuilt).toBeGreaterThan(5)
  expect((await shop.ask('GET', '/statuses?limit=200', { service: 'status' })).body).toEqual(before.body)
  expect((await shop.ask('GET', '/framings', { service: 'status' })).body).toMatchObject({ unreadable: 0 })
})
