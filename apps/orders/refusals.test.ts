import { ask, type Asked } from '@millrace/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Order } from './contract/order.ts'
import type { Payment, WebhookEvent } from './contract/payment.ts'
import { type Hosted, customer, goodCard, hostSystem, items } from './testing/hosted.ts'
import { SIGNATURE_HEADER, TOLERANCE_S, sign } from './webhook/signature.ts'

const SECRET = 'whsec_of_this_test'

let system: Hosted
let now: number

beforeAll(async () => {
  system = await hostSystem({ WEBHOOK_SECRET: SECRET })
  now = (await ask<{ now: number }>('GET', `${system.console}/v1/clock`)).body.now
}, 60_000)

afterAll(() => system?.stop())

interface ProblemBody {
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly errors?: readonly { readonly field: string }[]
}

/** What a problem document says in short. */
function said(answer: Asked<unknown>): [status: number, code: string, ...fields: string[]] {
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/u)
  const { status, code, detail, errors = [] } = answer.body as ProblemBody
  expect(status).toBe(answer.status)
  expect(detail).not.toBe('')
  return [status, code, ...errors.map(({ field }) => field)]
}

const event = (order: Order, type: WebhookEvent['type'] = 'payment.made'): string =>
  JSON.stringify({ id: 'evt_1', type, created: Math.floor(now / 1000), data: order } satisfies WebhookEvent)

const webhook = (target: 'orders' | 'orders-2' | 'payments', body: string, signature: string) =>
  ask('POST', `${system.urls[target]}/webhooks/${target === 'payments' ? 'gateway' : 'payments'}`, body, {
    [SIGNATURE_HEADER]: signature,
  })

it('says of orders, payments, parcels and notices that are not known that they are not', async () => {
  const { urls } = system
  const codes = await Promise.all([
    ask('GET', `${urls.orders}/orders/o-9`),
    ask('POST', `${urls.orders}/orders/o-9/cancel`),
    ask('PUT', `${urls.orders}/orders/o-9/status`, { status: 'shipped' }),
    ask('GET', `${urls.orders}/orders/o-9/live`),
    ask('GET', `${urls.payments}/payments/pay_9`),
    ask('POST', `${urls.payments}/payments/pay_9/pay`, goodCard),
    ask('GET', `${urls.delivery}/parcels/o-9`),
    ask('POST', `${urls.delivery}/parcels/o-9/shipped`),
    ask('GET', `${urls.notifications}/notices/o-9/shipped`),
  ])
  expect(codes.map((answer) => said(answer).join(' '))).toEqual([
    ...Array.from({ length: 4 }, () => '404 ORDER_NOT_FOUND'),
    ...Array.from({ length: 2 }, () => '404 PAYMENT_NOT_FOUND'),
    ...Array.from({ length: 2 }, () => '404 PARCEL_NOT_FOUND'),
    '404 NOTICE_NOT_FOUND',
  ])
})

it('names each wrong field', async () => {
  const { urls } = system
  const post = (url: string, body: unknown) => ask('POST', url, body)
  const order = (given: object) => post(`${urls.orders}/orders`, { customer, items, ...given })
  expect(said(await order({ items: [{ sku: 'CUP-CLAY-2', quantity: -1 }] }))).toEqual([
    400,
    'INVALID_FIELDS',
    'items.0.quantity',
  ])
  expect(said(await order({ items: [{ sku: 'CUP-CLAY-2', quantity: 0.5 }] }))).toEqual([
    400,
    'INVALID_FIELDS',
    'items.0.quantity',
  ])
  expect(said(await order({ customer: { ...customer, email: 'ada' } }))).toEqual([
    400,
    'INVALID_FIELDS',
    'customer.email',
  ])
  const { paymentId } = await system.order()
  const pay = (card: object) => post(`${urls.payments}/payments/${paymentId}/pay`, { ...goodCard, ...card })
  expect(said(await pay({ number: '4242 4242 4242 4241' }))).toEqual([400, 'INVALID_FIELDS', 'number'])
  expect(said(await pay({ expiryMonth: 13, cvc: 'x' }))).toEqual([400, 'INVALID_FIELDS', 'expiryMonth', 'cvc'])
  expect(
    said(await post(`${urls.payments}/payments`, { orderId: '', amount: -5, currency: 'euro', customer })),
  ).toEqual([400, 'INVALID_FIELDS', 'orderId', 'amount', 'currency'])
  expect(said(await ask('GET', `${urls.orders}/orders?limit=0`))).toEqual([400, 'INVALID_FIELDS', 'limit'])
  expect(said(await ask('GET', `${urls.orders}/orders?status=lost`))).toEqual([400, 'INVALID_FIELDS', 'status'])
  expect(said(await ask('PUT', `${urls.notifications}/preferences/nobody`, { email: true }))).toEqual([
    400,
    'INVALID_FIELDS',
    'contact',
  ])
  const elsewhere = { endpoint: 'http://10.0.0.1/push', keys: { p256dh: 'x', auth: 'y' } }
  expect(said(await post(`${urls.mobile}/phones/${customer.phone}/subscriptions`, elsewhere))).toEqual([
    400,
    'INVALID_FIELDS',
    'endpoint',
    'keys.p256dh',
    'keys.auth',
  ])
})

it('does not take money for a cancelled order', async () => {
  const order = await system.order()
  const cancelled = await ask<Order>('POST', `${system.urls['orders-2']}/orders/${order.orderId}/cancel`)
  expect([cancelled.status, cancelled.body.status]).toEqual([200, 'cancelled'])
  let refusal = await system.pay(order.paymentId)
  // Payments hears of it a moment later; who was faster gets the money back.
  for (let tries = 0; refusal.status === 200 && tries < 100; tries++) refusal = await system.pay(order.paymentId)
  expect(said(refusal)).toEqual([409, 'WRONG_STATUS'])
  const payment = await ask<Payment>('GET', `${system.urls.payments}/payments/${order.paymentId}`)
  expect(['cancelled', 'refunded']).toContain(payment.body.status)
})

it('does not deliver what is not paid, nor cancel what is', async () => {
  const order = await system.order()
  const put = (status: string) => ask('PUT', `${system.urls.orders}/orders/${order.orderId}/status`, { status })
  expect(said(await put('delivered'))).toEqual([409, 'WRONG_STATUS'])
  expect(said(await ask('POST', `${system.urls.delivery}/parcels/${order.orderId}/delivered`))).toEqual([
    404,
    'PARCEL_NOT_FOUND',
  ])
  await system.pay(order.paymentId)
  await system.reached(order.orderId, 'shipping')
  expect(said(await put('delivered'))).toEqual([409, 'WRONG_STATUS'])
  expect(said(await ask('POST', `${system.urls.delivery}/parcels/${order.orderId}/delivered`))).toEqual([
    409,
    'WRONG_STATUS',
  ])
  expect(said(await ask('POST', `${system.urls.orders}/orders/${order.orderId}/cancel`))).toEqual([409, 'WRONG_STATUS'])
})

it('takes the updates of the delivery system by REST on the order, too', async () => {
  const order = await system.order()
  await system.pay(order.paymentId)
  await system.reached(order.orderId, 'shipping')
  for (const status of ['shipped', 'delivered', 'delivered']) {
    const url = `${system.urls['orders-2']}/orders/${order.orderId}/status`
    const answer = await ask<Order>('PUT', url, { status }, { 'idempotency-key': `${status}-${order.orderId}` })
    expect([answer.status, answer.body.status]).toEqual([200, status])
  }
})

it('refuses webhooks that are forged, changed or stale', async () => {
  const order = await system.order()
  const body = event(order)
  const fresh = sign(body, SECRET, now)
  for (const target of ['orders', 'payments'] as const) {
    expect(said(await webhook(target, body, sign(body, 'another secret', now)))).toEqual([401, 'SIGNATURE_INVALID'])
    expect(said(await webhook(target, body.replace('evt_1', 'evt_2'), fresh))).toEqual([401, 'SIGNATURE_INVALID'])
    expect(said(await webhook(target, body, 'nonsense'))).toEqual([401, 'SIGNATURE_INVALID'])
    const stale = sign(body, SECRET, now - (TOLERANCE_S + 1) * 1000)
    expect(said(await webhook(target, body, stale))).toEqual([401, 'SIGNATURE_STALE'])
  }
  const { body: untouched } = await ask<Order>('GET', `${system.urls.orders}/orders/${order.orderId}`)
  expect([untouched.status, untouched.history]).toMatchObject(['created', { length: 1 }])
})

it('takes the same webhook a hundred times, and acts on it once', async () => {
  const order = await system.order()
  const body = event(order, 'payment.failed')
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, at) =>
      webhook(at % 2 === 0 ? 'orders' : 'orders-2', body, sign(body, SECRET, now)),
    ),
  )
  expect(answers.every(({ status }) => status === 200)).toBe(true)
  expect(answers.filter((answer) => answer.body['outcome'] === 'applied')).toHaveLength(1)
  const { body: after } = await ask<Order>('GET', `${system.urls.orders}/orders/${order.orderId}`)
  expect(after.status).toBe('paymentFailed')
  expect(after.history.map(({ outcome, count }) => [outcome, count])).toEqual([
    ['applied', undefined],
    ['applied', undefined],
    ['ignored', 99],
  ])
})

it('is paid once by a gateway’s webhook, a hundred times repeated', async () => {
  const order = await system.order()
  await system.advance(0)
  const body = event(order)
  const answers = await Promise.all(
    Array.from({ length: 100 }, () => webhook('payments', body, sign(body, SECRET, now))),
  )
  // Before the order is published the gateway is told to come again.
  expect(answers.every(({ status }) => status === 200 || status === 503)).toBe(true)
  for (let tries = 0; tries < 20; tries++) await webhook('payments', body, sign(body, SECRET, now))
  const paid = await system.reached(order.orderId, 'shipping')
  expect(paid.history.filter((entry) => entry.event === 'payments-made')).toHaveLength(1)
})

it('does nothing for a page of another site', async () => {
  const { orderId } = await system.order()
  const url = `${system.urls.orders}/orders/${orderId}/cancel`
  expect(said(await ask('POST', url, undefined, { origin: 'https://elsewhere.example' }))).toEqual([
    403,
    'ANOTHER_SITE',
  ])
  expect((await ask('POST', url, undefined, { origin: system.urls.orders })).status).toBe(200)
})

it('refuses an Idempotency-Key that came with another request', async () => {
  const order = await system.order()
  expect((await system.pay(order.paymentId, goodCard, 'pay-1')).body.status).toBe('made')
  const again = await system.pay(order.paymentId, goodCard, 'pay-1')
  expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([200, 'true'])
  const other = await system.pay(order.paymentId, { ...goodCard, number: '5555 5555 5555 4444' }, 'pay-1')
  expect(said(other)).toEqual([422, 'IDEMPOTENCY_KEY_REUSED'])
  expect(said(await system.pay(order.paymentId, goodCard, 'a key with blanks'))).toEqual([
    400,
    'INVALID_FIELDS',
    'Idempotency-Key',
  ])
})
