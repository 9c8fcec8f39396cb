import { type Answer, done, refused } from '../entity/answer.ts'
import type { Decision } from '../entity/decision.ts'
import type { RecordOf } from '@millrace/client'
import { retryAfter } from '../retry.ts'
import type { ordersCreated } from '../topics.ts'
import type { PayVerdict, PaymentCommand } from './command.ts'
import { paymentIdOf } from './payment-id.ts'
import { type PaymentState, isOpen, toWire } from './payment.ts'
import { attemptOf, cancel, confirm, decline, expire, fail, make, refund } from './transitions.ts'

/** How a service of this configuration makes payments. */
export interface PaymentTerms {
  /** How long a payment can be made, ms. */
  readonly expiryMs: number
  readonly urlOf: (paymentId: string) => string
}

type Given = Extract<PaymentCommand, { kind: 'open' }>

/** The order is there: its payment is announced, and made first when the request of orders was lost. */
export function onOrderCreated(
  payment: PaymentState | undefined,
  { key: orderId, value }: RecordOf<typeof ordersCreated>,
  now: number,
  terms: PaymentTerms,
): Decision<PaymentState> {
  if (payment !== undefined) return payment.confirmed ? {} : confirm(payment, now)
  const { amount, currency, customer, items = [], orderUrl = '' } = value
  // Another program's order, without what a payment needs: orders asks by REST if it wants one.
  if (amount === undefined || currency === undefined || customer === undefined) return {}
  const paymentUrl = value.paymentUrl ?? terms.urlOf(paymentIdOf(orderId))
  return confirm(
    opened(orderId, { kind: 'open', amount, currency, customer, items, orderUrl, paymentUrl }, now, terms),
    now,
  )
}

export function onCommand(
  payment: PaymentState | undefined,
  command: PaymentCommand,
  now: number,
  orderId: string,
  terms: PaymentTerms,
): Decision<PaymentState> {
  if (command.kind === 'open') return open(payment, command, now, orderId, terms)
  if (payment === undefined) return { answer: unknownPayment(paymentIdOf(orderId)) }
  switch (command.kind) {
    case 'pay':
      return pay(payment, command.verdict, now)
    case 'challenge':
      return answerChallenge(payment, command.passed, now)
    case 'cancel':
      return isOpen(payment) || payment.status === 'made' ? answered(cancel(payment, now)) : as(payment)
    case 'gateway':
      return byGateway(payment, command.type, now)
    case 'expire':
      return isOpen(payment) && payment.expiresAt <= now ? expire(payment, now) : {}
    case 'webhookSent':
      return settleWebhook(payment, command, now)
  }
}

export const unknownPayment = (paymentId: string): Answer =>
  refused(404, 'Payment not found', `there is no payment ${paymentId}`, 'PAYMENT_NOT_FOUND')

function open(
  payment: PaymentState | undefined,
  given: Given,
  now: number,
  orderId: string,
  terms: PaymentTerms,
): Decision<PaymentState> {
  if (payment === undefined) {
    const next = opened(orderId, given, now, terms)
    return { next, answer: done(toWire(next), 201) }
  }
  if (payment.amount === given.amount && payment.currency === given.currency)
    return { answer: done(toWire(payment), 201) }
  const text = `order ${orderId} has a payment of ${payment.amount} ${payment.currency}, which does not change`
  return { answer: refused(422, 'Payment differs', text, 'PAYMENT_DIFFERS') }
}

function opened(orderId: string, given: Given, now: number, terms: PaymentTerms): PaymentState {
  const { paymentUrl, orderUrl, amount, currency, customer, items } = given
  return {
    paymentUrl,
    orderUrl,
    amount,
    currency,
    customer,
    items,
    orderId,
    paymentId: paymentIdOf(orderId),
    status: 'created',
    createdAt: now,
    expiresAt: now + terms.expiryMs,
    attempts: [],
    confirmed: false,
  }
}

function pay(payment: PaymentState, verdict: PayVerdict, now: number): Decision<PaymentState> {
  if (payment.status === 'made') return as(payment)
  const wrong = unpayable(payment, now)
  if (wrong !== undefined) return { answer: wrong }
  switch (verdict.kind) {
    case 'approve':
      return answered(make(payment, attemptOf(verdict, 'approved', now), now))
    case 'challenge': {
      const attempts = [...payment.attempts, attemptOf(verdict, 'challenged', now)]
      return answered({ next: { ...payment, status: 'challenged', attempts } })
    }
    case 'decline':
      return answered(decline(payment, attemptOf(verdict, 'declined', now, verdict.reason), verdict.final, now))
  }
}

function answerChallenge(payment: PaymentState, passed: boolean, now: number): Decision<PaymentState> {
  if (payment.status === 'made') return as(payment)
  const wrong = unpayable(payment, now)
  if (wrong !== undefined) return { answer: wrong }
  const asked = payment.attempts.at(-1)
  if (payment.status !== 'challenged' || asked === undefined)
    return { answer: wrongStatus('the bank has not asked for a code; pay with a card first') }
  if (passed) return answered(make(payment, attemptOf(asked, 'approved', now), now))
  return answered(decline(payment, attemptOf(asked, 'declined', now, 'challenge_failed'), false, now))
}

function unpayable(payment: PaymentState, now: number): Answer | undefined {
  if (!isOpen(payment)) return wrongStatus(`the payment is ${payment.status}: it can no longer be made`)
  if (payment.expiresAt <= now) return wrongStatus('the payment has expired: it can no longer be made')
  if (payment.confirmed) return undefined
  return refused(503, 'Not ordered yet', 'its order is not there yet; try again in a moment', 'PAYMENT_NOT_CONFIRMED')
}

/** What a gateway says is a fact, also when it comes late: money for a payment that has ended goes back. */
function byGateway(
  payment: PaymentState,
  type: Extract<PaymentCommand, { kind: 'gateway' }>['type'],
  now: number,
): Decision<PaymentState> {
  const answer = done({ received: true })
  if (isOpen(payment)) {
    if (!payment.confirmed) return { answer: unpayable(payment, now) ?? answer }
    return { ...(type === 'payment.made' ? make(payment, undefined, now) : fail(payment, now)), answer }
  }
  const isLate = type === 'payment.made' && !['made', 'refunded'].includes(payment.status)
  return { ...(isLate && refund(payment, now)), answer }
}

function settleWebhook(
  payment: PaymentState,
  { id, error }: Extract<PaymentCommand, { kind: 'webhookSent' }>,
  now: number,
): Decision<PaymentState> {
  const { webhook, ...rest } = payment
  if (webhook?.id !== id) return {}
  return { next: error === undefined ? rest : { ...rest, webhook: { ...webhook, ...retryAfter(webhook, error, now) } } }
}

const as = (payment: PaymentState): Decision<PaymentState> => ({ answer: done(toWire(payment)) })

const answered = (decision: Decision<PaymentState>): Decision<PaymentState> => ({
  ...decision,
  ...(decision.next !== undefined && { answer: done(toWire(decision.next)) }),
})

const wrongStatus = (detail: string): Answer => refused(409, 'Wrong status', detail, 'WRONG_STATUS')
