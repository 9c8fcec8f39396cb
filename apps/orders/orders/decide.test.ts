import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { OrderStatus } from '../contract/order.ts'
import type { OrderCommand } from './command.ts'
import { type OrderEvent, onCommand, onEvent } from './decide.ts'
import { type OrderState, toWire } from './order.ts'

const NOW = 1_800_000_000_000

const customer = { name: 'Ada', email: 'ada@example.com', phone: '+4915112345678' }
const creation: Extract<OrderCommand, { kind: 'create' }> = {
  kind: 'create',
  customer,
  items: [{ sku: 'CUP-CLAY-2', name: 'Two clay cups', price: 1850, quantity: 1 }],
  amount: 1850,
  currency: 'EUR',
  paymentId: 'pay_1',
  paymentUrl: 'http://pay/1',
  orderUrl: 'http://shop/1',
}

const created = (): OrderState => onCommand(undefined, creation, NOW, 'o-1').next as OrderState

const TOPICS = ['payments-made', 'delivery-shipping', 'delivery-shipped', 'delivery-delivered'] as const

const event = (topic: (typeof TOPICS)[number]): OrderEvent =>
  ({ topic, partition: 0, offset: 0, timestamp: NOW, key: 'o-1', value: { orderId: 'o-1' }, headers: [] }) as OrderEvent

/** The order after the events, and the topics that were written. */
function after(events: readonly (typeof TOPICS)[number][], order = created()): { order: OrderState; sent: string[] } {
  const sent: string[] = []
  for (const topic of events) {
    const { next, send = [] } = onEvent(order, event(topic), NOW)
    order = next ?? order
    sent.push(...send.map((record) => record.topic))
  }
  return { order, sent: sent.filter((topic) => topic !== 'logging-events') }
}

it('publishes that it is created, with the payment’s address, and answers 201', () => {
  const { send = [], answer } = onCommand(undefined, creation, NOW, 'o-1')
  expect(send.map(({ topic, key }) => [topic, String(key)])).toEqual([
    ['orders-created', 'o-1'],
    ['logging-events', 'o-1'],
  ])
  expect(JSON.parse(String(send[0]?.value))).toMatchObject({ paymentUrl: 'http://pay/1', orderUrl: 'http://shop/1' })
  expect(answer).toMatchObject({ kind: 'done', status: 201, body: { orderId: 'o-1', status: 'created' } })
})

it('is created once: again, the answer is the order, and nothing is published', () => {
  const again = onCommand(created(), creation, NOW, 'o-1')
  expect(again.next).toBeUndefined()
  expect(again.send).toBeUndefined()
})

it('follows payment and delivery, each stage with its topic', () => {
  const { order, sent } = after(TOPICS)
  expect(order.status).toBe('delivered')
  expect(sent).toEqual(['orders-ready-to-ship', 'orders-shipping', 'orders-shipped', 'orders-delivered'])
})

it('publishes each stage once and in order, however the events are repeated and mixed up', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...TOPICS), { maxLength: 40 }), (events) => {
      const { order, sent } = after(events)
      const all = ['orders-ready-to-ship', 'orders-shipping', 'orders-shipped', 'orders-delivered']
      expect(sent).toEqual(all.slice(0, sent.length))
      const statuses: OrderStatus[] = ['created', 'readyToShip', 'shipping', 'shipped', 'delivered']
      expect(order.status).toBe(statuses[sent.length])
    }),
  )
})

it('shows what it ignored, and counts what is repeated instead of growing', () => {
  const { order } = after(Array.from({ length: 100 }, () => 'payments-made' as const))
  const ignored = toWire(order).history.filter(({ outcome }) => outcome === 'ignored')
  expect(ignored).toEqual([
    expect.objectContaining({ event: 'payments-made', count: 99, reason: 'the order is readyToShip already' }),
  ])
})

it('does not deliver what is not paid', () => {
  const { order, sent } = after(['delivery-delivered'])
  expect([order.status, sent]).toEqual(['created', []])
  expect(order.history.at(-1)).toMatchObject({ outcome: 'ignored', reason: expect.stringContaining('not paid') })
  const byRest = onCommand(created(), { kind: 'status', status: 'delivered' }, NOW, 'o-1')
  expect(byRest.answer).toMatchObject({ kind: 'refused', details: { status: 409, code: 'WRONG_STATUS' } })
})

it('takes the next step by REST only, and the same again', () => {
  const { order: shipping } = after(['payments-made', 'delivery-shipping'])
  const far = onCommand(shipping, { kind: 'status', status: 'delivered' }, NOW, 'o-1').answer
  expect(far).toMatchObject({ details: { status: 409, detail: expect.stringContaining('it has to be shipped') } })
  const shipped = onCommand(shipping, { kind: 'status', status: 'shipped' }, NOW, 'o-1')
  expect(shipped.send?.[0]?.topic).toBe('orders-shipped')
  const again = onCommand(shipped.next, { kind: 'status', status: 'shipped' }, NOW, 'o-1')
  expect([again.next, again.answer?.kind]).toEqual([undefined, 'done'])
})

it('cancels what is not paid, once, and has payments told until it knows', () => {
  const cancelled = onCommand(created(), { kind: 'cancel' }, NOW, 'o-1').next as OrderState
  expect([cancelled.status, cancelled.paymentToCancel]).toEqual(['cancelled', { attempts: 0, nextAt: NOW }])
  expect(onCommand(cancelled, { kind: 'cancel' }, NOW, 'o-1').next).toBeUndefined()
  const failed = onCommand(cancelled, { kind: 'paymentCancelled', error: 'away' }, NOW, 'o-1').next as OrderState
  expect(failed.paymentToCancel).toEqual({ attempts: 1, nextAt: NOW + 250, lastError: 'away' })
  const told = onCommand(failed, { kind: 'paymentCancelled' }, NOW, 'o-1').next as OrderState
  expect(told.paymentToCancel).toBeUndefined()
  expect(onCommand(after(['payments-made']).order, { kind: 'cancel' }, NOW, 'o-1').answer).toMatchObject({
    details: { status: 409 },
  })
})

it('becomes paymentFailed by a webhook, and stays so', () => {
  const failed = onCommand(created(), { kind: 'webhook', type: 'payment.failed' }, NOW, 'o-1')
  expect(failed.next?.status).toBe('paymentFailed')
  expect(failed.answer).toMatchObject({ body: { received: true, outcome: 'applied' } })
  expect(after(['payments-made'], failed.next).order.status).toBe('paymentFailed')
})

it('leaves an order of another program alone', () => {
  expect(onEvent(undefined, event('payments-made'), NOW)).toEqual({})
  expect(onCommand(undefined, { kind: 'cancel' }, NOW, 'o-9').answer).toMatchObject({ details: { status: 404 } })
})
