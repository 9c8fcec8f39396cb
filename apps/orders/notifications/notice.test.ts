import { expect, it } from 'vitest'
import { stages } from '../contract/notice.ts'
import { type BusinessRecord, businessTopics } from '../topics.ts'
import { type NoticesState, onEvent } from './notice.ts'
import { textsOf } from './texts.ts'

const customer = { name: 'Ada', email: 'Ada@example.com', phone: '+4915112345678' }
const all = businessTopics.map(({ name }) => name)

const event = (topic: BusinessRecord['topic'], value: object = { customer }) =>
  ({ topic, key: 'o-1', value: { orderId: 'o-1', ...value } }) as BusinessRecord

function told(events: readonly BusinessRecord[], wishes: Parameters<typeof onEvent>[3] = () => undefined) {
  let state: NoticesState | undefined
  for (const each of events) state = onEvent(state, each, 0, wishes).next ?? state
  return state?.notices ?? []
}

it('tells each of the seven stages once, though ten topics tell of them, and however often', () => {
  const events = [...all, ...all].map((topic) => event(topic))
  expect(told(events).map(({ stage }) => stage)).toHaveLength(stages.length)
  expect(new Set(told(events).map(({ stage }) => stage))).toEqual(new Set(stages))
})

it('says the same whichever of two events of a stage came first', () => {
  const [byOrders, byDelivery] = [told([event('orders-shipping')]), told([event('delivery-shipping')])]
  expect(byOrders[0]?.email).toEqual(byDelivery[0]?.email)
})

it('keeps to what a customer wants, by address or by phone number', () => {
  const noMail = told([event('orders-created')], (contact) =>
    contact === 'ada@example.com' ? { email: false, mobile: true } : undefined,
  )
  expect([noMail[0]?.email, noMail[0]?.mobile?.title]).toEqual([null, 'Order created'])
  const noPush = told([event('orders-created')], (contact) =>
    contact === customer.phone ? { email: true, mobile: false } : undefined,
  )
  expect([noPush[0]?.email?.subject, noPush[0]?.mobile]).toEqual(['Order created: order o-1', null])
})

it('waits with what names no customer until somebody does', () => {
  const early = event('payments-made', {})
  expect(told([early])).toEqual([])
  expect(told([early, event('orders-ready-to-ship')]).map(({ stage }) => stage)).toEqual(['paymentMade', 'readyToShip'])
})

it('gives the payment’s address while it is to be paid, and the order’s afterwards', () => {
  const facts = {
    orderId: 'o-1',
    name: 'Ada',
    amount: 1805,
    currency: 'EUR',
    paymentUrl: 'http://p',
    orderUrl: 'http://o',
  }
  expect(textsOf('orderCreated', facts).email.text).toContain('your order of 18.05 EUR is created')
  expect(textsOf('orderCreated', facts).email.text).toContain('Pay here: http://p')
  expect(textsOf('delivered', facts).mobile).toEqual({
    title: 'Delivered',
    body: 'Your order is delivered. Enjoy it. Order o-1',
    url: 'http://o',
  })
})
