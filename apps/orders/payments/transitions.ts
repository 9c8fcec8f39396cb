import type { OutputRecord } from '@millrace/client'
import type { PaymentAttempt } from '../contract/payment.ts'
import type { Decision } from '../entity/decision.ts'
import { type BusinessEvent, iso, logLine, paymentsCreated, paymentsMade } from '../topics.ts'
import { ATTEMPTS_MOST, type PaymentState, declined } from './payment.ts'

/** The changes of a payment, each with what it publishes. */

export function confirm(payment: PaymentState, now: number): Decision<PaymentState> {
  const next = { ...payment, confirmed: true }
  // Known to be over before the order was: orders hears of it now.
  const late = payment.status === 'expired' ? withWebhook(next, 'payment.expired', now) : next
  return { next: late, send: [paymentsCreated.record(payment.orderId, eventOf(next, now)), line(next, 'created', now)] }
}

export function make(payment: PaymentState, attempt: PaymentAttempt | undefined, now: number): Decision<PaymentState> {
  const attempts = attempt === undefined ? payment.attempts : [...payment.attempts, attempt]
  const next: PaymentState = { ...payment, status: 'made', paidAt: now, attempts }
  return { next, send: [paymentsMade.record(payment.orderId, eventOf(next, now)), line(next, 'made', now)] }
}

export function decline(
  payment: PaymentState,
  attempt: PaymentAttempt,
  final: boolean,
  now: number,
): Decision<PaymentState> {
  const next: PaymentState = { ...payment, status: 'created', attempts: [...payment.attempts, attempt] }
  const lines = [line(next, 'declined', now, attempt.reason)]
  if (!final && declined(next) < ATTEMPTS_MOST) return { next, send: lines }
  const failed = fail(next, now)
  return { ...failed, send: [...lines, ...(failed.send ?? [])] }
}

export function fail(payment: PaymentState, now: number): Decision<PaymentState> {
  const next = withWebhook({ ...payment, status: 'failed' }, 'payment.failed', now)
  return { next, send: [line(next, 'failed', now)] }
}

/** Without an order nobody is told: there is nothing to be paid. */
export function expire(payment: PaymentState, now: number): Decision<PaymentState> {
  const next: PaymentState = { ...payment, status: 'expired' }
  if (!payment.confirmed) return { next }
  return { next: withWebhook(next, 'payment.expired', now), send: [line(next, 'expired', now)] }
}

export function cancel(payment: PaymentState, now: number): Decision<PaymentState> {
  if (payment.status === 'made') return refund(payment, now)
  const next: PaymentState = { ...payment, status: 'cancelled' }
  return { next, send: [line(next, 'cancelled', now)] }
}

export function refund(payment: PaymentState, now: number): Decision<PaymentState> {
  const next: PaymentState = { ...payment, status: 'refunded' }
  return { next, send: [line(next, 'refunded', now)] }
}

export function attemptOf(
  card: Pick<PaymentAttempt, 'brand' | 'last4'>,
  outcome: PaymentAttempt['outcome'],
  now: number,
  reason?: PaymentAttempt['reason'],
): PaymentAttempt {
  const { brand, last4 } = card
  return { at: iso(now), outcome, brand, last4, ...(reason !== undefined && { reason }) }
}

function withWebhook(payment: PaymentState, type: 'payment.failed' | 'payment.expired', now: number): PaymentState {
  const id = `evt_${payment.paymentId}_${type}`
  return { ...payment, webhook: { id, type, created: now, attempts: 0, nextAt: now } }
}

function eventOf(payment: PaymentState, now: number): BusinessEvent {
  const { orderId, paymentId, paymentUrl, orderUrl, customer, amount, currency, status } = payment
  return { orderId, paymentId, status, paymentUrl, orderUrl, customer, amount, currency, at: iso(now) }
}

function line(payment: PaymentState, event: string, now: number, detail?: string): OutputRecord {
  const { orderId, paymentId } = payment
  return logLine('payments', `payment ${event}`, { orderId, paymentId, detail }, now)
}
