import { connectKafka } from '@millrace/client'
import { type DemoTarget, hex } from '@millrace/kernel'
import { type Stage, stages } from '../contract/notice.ts'
import { type Body, type Caller, caller } from './caller.ts'
import { mailsTo } from './mails.ts'
import { type PushEndpoint, pushEndpoint } from './push-endpoint.ts'
import { type TopicWatch, watchTopics } from './topic-watch.ts'

const GOOD_CARD = { number: '4242 4242 4242 4242', expiryMonth: 12, expiryYear: 2099, cvc: '123' }
const STOLEN_CARD = { ...GOOD_CARD, number: '4000 0000 0000 9979' }

/**
 * One order through all seven stages, one whose card is refused, one that is cancelled. Prints what the services answered, what
 * a consumer of its own read from the topics, what the SMTP inbox received, and what a push endpoint received and decrypted.
 *
 * @throws Refusal when an address is missing; Fault when a step does not come about.
 */
export async function demo(target: DemoTarget): Promise<void> {
  const kafka = await connectKafka({ KAFKA_BROKERS: target.brokers, KAFKA_CLIENT_ID: 'orders-demo' }, target.ports)
  const topics = await watchTopics(kafka)
  const endpoint = await pushEndpoint()
  const call = caller(target)
  const run = hex(target.ports.random.bytes(4))
  const customer = {
    name: 'Ada Lovelace',
    email: `ada-${run}@example.com`,
    phone: `+4915${Number.parseInt(run, 16)}`.slice(0, 14).padEnd(10, '0'),
  }
  try {
    await call.call('POST', 'mobile', `/phones/${customer.phone}/subscriptions`, 201, endpoint.subscription)
    const orderId = await delivered(call, topics, customer)
    await notices(target, call, endpoint, customer.email, orderId)
    await refused(call, topics, customer)
    await cancelled(call, topics, customer)
    target.print(`\nthe shop: ${target.urls['orders'] ?? ''}/`)
  } finally {
    await endpoint.close()
    await topics.close()
    await kafka.close()
  }
}

const items = [
  { sku: 'TEA-GREEN-100', quantity: 2 },
  { sku: 'POT-CLAY-1', quantity: 1 },
]

async function delivered(call: Caller, topics: TopicWatch, customer: object): Promise<string> {
  const { orderId, paymentId } = await ordered(call, customer)
  const paid = await call.call('POST', 'payments', `/payments/${paymentId}/pay`, 200, GOOD_CARD)
  call.print(`POST payments /payments/${paymentId}/pay (card 4242)  ->  200 ${text(paid, 'status')}`)
  await reached(call, orderId, 'shipping')
  for (const step of ['shipped', 'delivered'] as const) {
    const parcel = await call.call('POST', 'delivery', `/parcels/${orderId}/${step}`, 200)
    call.print(`POST delivery /parcels/${orderId}/${step}  ->  200 ${text(parcel, 'status')}`)
    await reached(call, orderId, step)
  }
  const order = await call.call('GET', 'orders', `/orders/${orderId}`, 200)
  call.print(`\nGET orders /orders/${orderId}: its history`)
  for (const entry of order['history'] as Body[])
    call.print(
      `  ${text(entry, 'at')}  ${text(entry, 'event').padEnd(18)}  ${text(entry, 'outcome')}  -> ${text(entry, 'to')}`,
    )
  await call.until('the last event', () => topics.of(orderId).find(({ topic }) => topic === 'orders-delivered'))
  call.print('\nthe topics, as a consumer of its own read them')
  for (const { topic, partition, offset, value } of topics.of(orderId))
    call.print(
      `  ${topic.padEnd(20)} ${partition}/${offset}  ${text(value, 'service')} ${text(value, 'event')} ${text(value, 'status')}`,
    )
  return orderId
}

async function ordered(call: Caller, customer: object): Promise<{ orderId: string; paymentId: string }> {
  const order = await call.call('POST', 'orders', '/orders', 201, { customer, items })
  const [orderId, paymentId] = [text(order, 'orderId'), text(order, 'paymentId')]
  call.print(
    `\nPOST orders /orders  ->  201 ${orderId} ${text(order, 'status')}, to be paid at ${text(order, 'paymentUrl')}`,
  )
  return { orderId, paymentId }
}

async function reached(call: Caller, orderId: string, status: string): Promise<Body> {
  const order = await call.until(`status ${status}`, async () => {
    const seen = await call.call('GET', 'orders', `/orders/${orderId}`, 200)
    return seen['status'] === status ? seen : undefined
  })
  call.print(`GET orders /orders/${orderId}  ->  ${text(order, 'status')}`)
  return order
}

async function notices(
  target: DemoTarget,
  call: Caller,
  endpoint: PushEndpoint,
  address: string,
  orderId: string,
): Promise<void> {
  const mails = await call.until('a mail for each stage', async () => {
    const received = await mailsTo(target, address)
    return received.length >= stages.length ? received : undefined
  })
  call.print(`\nthe SMTP inbox of ${address}`)
  for (const { subject, text: body } of mails) call.print(`  ${subject}: ${body.split('\n')[2] ?? ''}`)
  const stageOf = (tag: string): number => stages.indexOf(tag.slice(orderId.length + 1) as Stage)
  const pushed = await call.until('a push for each stage', () =>
    endpoint.received.length >= stages.length ? endpoint.received : undefined,
  )
  call.print('\nthe push endpoint, decrypted')
  for (const { payload } of pushed.toSorted((a, b) => stageOf(a.payload.tag) - stageOf(b.payload.tag)))
    call.print(`  ${payload.title}: ${payload.body}`)
}

async function refused(call: Caller, topics: TopicWatch, customer: object): Promise<void> {
  const { orderId, paymentId } = await ordered(call, customer)
  const payment = await call.call('POST', 'payments', `/payments/${paymentId}/pay`, 200, STOLEN_CARD)
  const last = (payment['attempts'] as Body[]).at(-1) ?? {}
  call.print(
    `POST payments /payments/${paymentId}/pay (card 9979)  ->  200 ${text(payment, 'status')}: ${text(last, 'reason')}`,
  )
  await reached(call, orderId, 'paymentFailed')
  journal(call, topics, orderId)
}

async function cancelled(call: Caller, topics: TopicWatch, customer: object): Promise<void> {
  const { orderId, paymentId } = await ordered(call, customer)
  const order = await call.call('POST', 'orders', `/orders/${orderId}/cancel`, 200)
  call.print(`POST orders /orders/${orderId}/cancel  ->  200 ${text(order, 'status')}`)
  await call.until('the payment’s cancellation', async () => {
    const { status } = await call.call('GET', 'payments', `/payments/${paymentId}`, 200)
    return status === 'cancelled' ? status : undefined
  })
  const answer = await call.call('POST', 'payments', `/payments/${paymentId}/pay`, 409, GOOD_CARD)
  call.print(`POST payments /payments/${paymentId}/pay  ->  409 ${text(answer, 'detail')}`)
  journal(call, topics, orderId)
}

function journal(call: Caller, topics: TopicWatch, orderId: string): void {
  const lines = topics.of(orderId).filter(({ topic }) => topic === 'logging-events')
  call.print(
    `  logging-events: ${lines.map(({ value }) => `${text(value, 'service')} ${text(value, 'event')}`).join(', ')}`,
  )
}

const text = (body: Body, field: string): string => String(body[field] ?? '')
