import { type KafkaClient, connectKafka } from '@millrace/client'
import { type DemoTarget, hex } from '@millrace/kernel'
import type { LogLine, Order, Page } from '../contract/order.ts'
import { STATUS, statusText } from '../contract/status.ts'
import { pizzaAssembled, pizzaBaked, pizzaOrdered, pizzaStatus, stage } from '../topics.ts'
import { isThere } from '../the-topics.ts'
import { type Caller, caller } from './caller.ts'
import { type TopicWatch, watchTopics } from './topic-watch.ts'

const pizza = {
  sauce: 'Tomato',
  cheese: 'Mozzarella',
  main_topping: 'Pepperoni',
  extra_toppings: ['Mushroom', 'Black olives'],
}

interface Stage {
  readonly kafka: KafkaClient
  readonly call: Caller
  readonly topics: TopicWatch
  /** The platform's time, ms since epoch. */
  readonly now: () => Promise<number>
}

/**
 * A pizza from the order to the door; one that is baked before it is ordered; one that gets stuck and is driven on; one that gets
 * stuck and is cancelled. Prints what the web application answered, and what a consumer of its own read from the topics.
 *
 * @throws Fault when a step does not come about.
 */
export async function demo(target: DemoTarget): Promise<void> {
  const kafka = await connectKafka({ KAFKA_BROKERS: target.brokers, KAFKA_CLIENT_ID: 'pizza-demo' }, target.ports)
  const call = caller(target)
  try {
    await call.until(
      'the topic of the SQL statement',
      async () => (await isThere(kafka, pizzaStatus.name)) || undefined,
    )
    const topics = await watchTopics(kafka)
    const shop: Stage = { kafka, call, topics, now: () => platformNow(target) }
    const { username } = await call.call<{ username: string }>('POST', '/api/login', 200, { username: 'Ada' })
    call.print(`POST /api/login  ->  200 ${username}`)
    await delivered(shop)
    await bakedFirst(shop, hex(target.ports.random.bytes(4)))
    await drivenOn(shop)
    await cancelled(shop)
    await topics.close()
    call.print(`\nthe shop: ${target.urls['webapp'] ?? ''}/`)
  } finally {
    await kafka.close()
  }
}

async function platformNow({ clock, ports }: DemoTarget): Promise<number> {
  if (clock === undefined) return ports.clocks.domain.now()
  return ((await (await fetch(`${clock}/v1/clock`)).json()) as { now: number }).now
}

async function delivered({ call, topics }: Stage): Promise<void> {
  call.print('\n— a pizza from the order to the door')
  const { orderId } = await ordered(call)
  for (const status of [STATUS.assembled, STATUS.baked, STATUS.delivered]) await reached(call, orderId, status)
  await call.until('the last status', () =>
    topics.of(orderId).find(({ topic, value }) => topic === pizzaStatus.name && value.includes('999')),
  )
  call.print('the topics, as a consumer of its own read them')
  for (const { topic, partition, offset, value } of topics.of(orderId))
    call.print(`  ${topic.padEnd(15)} ${partition}/${offset}  ${value.slice(0, 90)}`)
  call.print('the logs of the services')
  const { items } = await call.call<{ items: LogLine[] }>('GET', `/api/orders/${orderId}/logs`, 200)
  for (const { service, text } of items) call.print(`  ${service.padEnd(9)} ${text}`)
}

async function bakedFirst({ kafka, call, topics, now }: Stage, orderId: string): Promise<void> {
  call.print(`\n— baked before it is ordered: ${orderId}`)
  await kafka.producer().send(pizzaBaked.record(orderId, stage('baked', await now())))
  call.print('another program writes to pizza-baked')
  await reached(call, orderId, STATUS.pending)
  await reached(call, orderId, STATUS.stuck)
  const { items } = await call.call<Page<Order>>('GET', '/api/operator/orders?status=50', 200)
  call.print(`GET /api/operator/orders?status=50  ->  ${items.map((order) => order.orderId).join(', ')}`)
  const order = { ...pizza, customer_id: 'a1', username: 'Grace' }
  await kafka.producer().send(pizzaOrdered.record(orderId, { ...stage('placed', await now()), order }))
  call.print('another program writes to pizza-ordered, at last')
  await reached(call, orderId, STATUS.delivered)
  const count = topics.of(orderId).filter(({ topic }) => topic === 'pizza-delivered').length
  call.print(`records of ${orderId} in pizza-delivered: ${count}`)
}

async function drivenOn(shop: Stage): Promise<void> {
  const { call } = shop
  call.print('\n— stuck, and driven on')
  const orderId = await inSlowOven(shop)
  await reached(call, orderId, STATUS.stuck)
  const { stage: at } = await call.call<{ stage: number }>('POST', `/api/operator/orders/${orderId}/drive-on`, 202)
  call.print(`POST /api/operator/orders/${orderId}/drive-on  ->  202 from stage ${at}`)
  await reached(call, orderId, STATUS.baked)
  await reached(call, orderId, STATUS.delivered)
}

async function cancelled(shop: Stage): Promise<void> {
  const { call, topics } = shop
  call.print('\n— stuck, and cancelled')
  const orderId = await inSlowOven(shop)
  await reached(call, orderId, STATUS.stuck)
  await call.call('POST', `/api/operator/orders/${orderId}/cancel`, 202)
  call.print(`POST /api/operator/orders/${orderId}/cancel  ->  202`)
  await reached(call, orderId, STATUS.cancelled)
  const order = await call.call<Order>('GET', `/api/orders/${orderId}`, 200)
  call.print(`the customer sees: ${order.text}`)
  call.print(
    `records of it: ${topics
      .of(orderId)
      .map(({ topic }) => topic)
      .join(', ')}`,
  )
}

async function ordered(call: Caller): Promise<Order> {
  const order = await call.call<Order>('POST', '/api/orders', 201, pizza)
  call.print(`POST /api/orders  ->  201 ${order.orderId}: ${order.status} ${order.text}`)
  return order
}

/** Another program says that it bakes for ten minutes, before ours has assembled it. */
async function inSlowOven({ kafka, call, now }: Stage): Promise<string> {
  const { orderId } = await ordered(call)
  await kafka.producer().send(pizzaAssembled.record(orderId, { ...stage('assembled', await now()), baking_time: 600 }))
  call.print('another program writes to pizza-assembled, with a baking_time of 600 s')
  return orderId
}

/** Waits until the order has passed the status, and says when. */
async function reached(call: Caller, orderId: string, status: number): Promise<void> {
  const { at } = await call.until(`status ${status} of order ${orderId}`, async () => {
    const { items } = await call.call<Page<Order>>('GET', '/api/operator/orders?limit=200', 200)
    const order = items.find((one) => one.orderId === orderId)
    return order?.passages.findLast((passage) => passage.status === status && passage.moved)
  })
  call.print(`GET /api/operator/orders  ->  ${orderId}: ${status} ${statusText(status)}  (${at})`)
}
