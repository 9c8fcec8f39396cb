import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { PaymentCommand } from './command.ts'
import { onCommand, onOrderCreated } from './decide.ts'
import { type PaymentState, toWire } from './payment.ts'

const NOW = 1_800_000_000_000
const EXPIRY_MS = 1_800_000
const terms = { expiryMs: EXPIRY_MS, urlOf: (id: string) => `http://pay/${id}` }
const customer = { name: 'Ada', email: 'ada@example.com', phone: '+4915112345678' }
const given = {
  amount: 1850,
  currency: 'EUR',
  customer,
  items: [],
  paymentUrl: 'http://pay/1',
  orderUrl: 'http://shop/1',
}
const approve: PaymentCommand = { kind: 'pay', verdict: { kind: 'approve', brand: 'Visa', last4: '4242' } }
const challenge: PaymentCommand = { kind: 'pay', verdict: { kind: 'challenge', brand: 'Visa', last4: '3184' } }
const decline = (final = false): PaymentCommand => ({
  kind: 'pay',
  verdict: { kind: 'decline', brand: 'Visa', last4: '0002', reason: final ? 'stolen_card' : 'card_declined', final },
})

const orderCreated = (value: object = {}) =>
  ({ topic: 'orders-created', key: 'o-1', value: { orderId: 'o-1', ...value } }) as Parameters<typeof onOrderCreated>[1]

const act = (payment: PaymentState | undefined, command: PaymentCommand, now = NOW) =>
  onCommand(payment, command, now, 'o-1', terms)

const opened = (): PaymentState => act(undefined, { kind: 'open', ...given }).next as PaymentState
const payable = (): PaymentState => onOrderCreated(opened(), orderCreated(), NOW, terms).next as PaymentState

/** The payment after the commands, and what was published of it. */
function after(commands: readonly PaymentCommand[], payment = payable()) {
  const sent: string[] = []
  for (const command of commands) {
    const { next, send = [] } = act(payment, command)
    payment = next ?? payment
    sent.push(...send.map(({ topic }) => topic).filter((topic) => topic !== 'logging-events'))
  }
  return { payment, sent }
}

it('is one for an order: the same again, other values refused', () => {
  const payment = opened()
  expect(payment.paymentId).not.toBe('o-1')
  const same = act(payment, { kind: 'open', ...given })
  expect([same.next, same.answer]).toMatchObject([undefined, { body: { paymentId: payment.paymentId } }])
  expect(act(payment, { kind: 'open', ...given, amount: 1 }).answer).toMatchObject({ details: { status: 422 } })
})

it('is announced, and can be paid, once the order is published', () => {
  expect(act(opened(), approve).answer).toMatchObject({ details: { status: 503, code: 'PAYMENT_NOT_CONFIRMED' } })
  const { next, send } = onOrderCreated(opened(), orderCreated(), NOW, terms)
  expect(send?.map(({ topic }) => topic)).toEqual(['payments-created', 'logging-events'])
  expect(onOrderCreated(next, orderCreated(), NOW, terms)).toEqual({})
})

it('is made from the order’s event when the request was lost', () => {
  const { next, send } = onOrderCreated(undefined, orderCreated({ ...given, paymentUrl: 'http://pay/x' }), NOW, terms)
  expect(next).toMatchObject({ confirmed: true, amount: 1850, paymentUrl: 'http://pay/x' })
  expect(send).toHaveLength(2)
  expect(onOrderCreated(undefined, orderCreated(), NOW, terms)).toEqual({})
})

it('is made once, however the button, the challenge and the gateway are repeated', () => {
  const command = fc.constantFrom<PaymentCommand>(
    approve,
    challenge,
    decline(),
    decline(true),
    { kind: 'challenge', passed: true },
    { kind: 'challenge', passed: false },
    { kind: 'cancel' },
    { kind: 'gateway', type: 'payment.made' },
    { kind: 'gateway', type: 'payment.failed' },
  )
  fc.assert(
    fc.property(fc.array(command, { maxLength: 30 }), (commands) => {
      const { payment, sent } = after(commands)
      expect(sent.filter((topic) => topic === 'payments-made').length).toBeLessThanOrEqual(1)
      expect(payment.attempts.filter(({ outcome }) => outcome === 'approved').length).toBeLessThanOrEqual(1)
      if (payment.status === 'made') expect(sent).toEqual(['payments-made'])
    }),
  )
})

it('answers a second button as the first', () => {
  const { payment } = after([approve])
  const again = act(payment, approve)
  expect([again.next, again.send, again.answer]).toMatchObject([undefined, undefined, { body: { status: 'made' } }])
})

it('asks for a code, and takes the right one', () => {
  expect(after([challenge]).payment.status).toBe('challenged')
  expect(after([challenge, { kind: 'challenge', passed: true }]).payment.status).toBe('made')
  const { payment } = after([challenge, { kind: 'challenge', passed: false }])
  expect([payment.status, payment.attempts.at(-1)?.reason]).toEqual(['created', 'challenge_failed'])
  expect(act(payable(), { kind: 'challenge', passed: true }).answer).toMatchObject({ details: { status: 409 } })
})

it('fails after three declined cards, or one that is stolen, and has orders told', () => {
  expect(toWire(after([decline(), decline()]).payment)).toMatchObject({ status: 'created', attemptsLeft: 1 })
  expect(after([decline(), decline(), decline()]).payment.status).toBe('failed')
  const { payment } = after([decline(true)])
  expect([payment.status, payment.webhook?.type]).toEqual(['failed', 'payment.failed'])
  expect(act(payment, approve).answer).toMatchObject({ details: { status: 409, code: 'WRONG_STATUS' } })
})

it('expires on time, not before, and not when it is made', () => {
  expect(act(payable(), { kind: 'expire' }, NOW + EXPIRY_MS - 1).next).toBeUndefined()
  const { next } = act(payable(), { kind: 'expire' }, NOW + EXPIRY_MS)
  expect([next?.status, next?.webhook?.type]).toEqual(['expired', 'payment.expired'])
  expect(act(after([approve]).payment, { kind: 'expire' }, NOW + EXPIRY_MS).next).toBeUndefined()
  expect(act(payable(), approve, NOW + EXPIRY_MS).answer).toMatchObject({ details: { status: 409 } })
  expect(act(opened(), { kind: 'expire' }, NOW + EXPIRY_MS).next?.webhook).toBeUndefined()
})

it('cannot be paid when it is cancelled, and goes back when it was paid before', () => {
  const { payment } = after([{ kind: 'cancel' }])
  expect([payment.status, act(payment, approve).answer]).toMatchObject(['cancelled', { details: { status: 409 } }])
  expect(after([approve, { kind: 'cancel' }]).payment.status).toBe('refunded')
  expect(after([{ kind: 'gateway', type: 'payment.made' }], payment).payment.status).toBe('refunded')
})

it('repeats the webhook until orders has it', () => {
  const { payment } = after([decline(true)])
  const id = payment.webhook?.id ?? ''
  const failed = act(payment, { kind: 'webhookSent', id, error: 'away' }).next
  expect(failed?.webhook).toMatchObject({ id, attempts: 1, nextAt: NOW + 250, lastError: 'away' })
  expect(act(failed, { kind: 'webhookSent', id }).next?.webhook).toBeUndefined()
})
