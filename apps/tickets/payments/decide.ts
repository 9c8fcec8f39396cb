import { problem } from '@millrace/client/http'
import type { Change, Outgoing, Put } from '../ledger/change.ts'
import { toldEvent } from '../ledger/told-event.ts'
import { cardOutcome } from './cards.ts'
import { type PaymentsModel, tables } from './model.ts'
import type { PaymentState } from './payment.ts'

export const SOURCE = 'payments-service.default.svc.cluster.local'

export interface Start {
  readonly reservationId: string
  readonly sessionId?: string | undefined
  readonly subject?: string | undefined
  /** Cents. */
  readonly amount: number
  readonly method: 'card' | 'transfer'
  readonly expiresAt: number
  readonly callback?: PaymentState['callback']
  readonly card?: { readonly number: string } | undefined
  /** Which try of a card it is, from 1: one that was made already is not made again. */
  readonly attempt?: number | undefined
}

const row = (payment: PaymentState): Put => ({ table: tables.payments, key: payment.reservationId, value: payment })

/**
 * Begins a payment, or goes on with the one that was begun: another card after a decline, the same answer otherwise.
 *
 * @throws Problem 409 PAYMENT_DIFFERS
 */
export function start(
  model: PaymentsModel,
  command: Start,
  processingMs: number,
  now: number,
): Change<{ readonly payment: PaymentState; readonly made: boolean }> {
  const { card, attempt, callback, sessionId, subject, ...given } = command
  const before = model.payments.get(given.reservationId)
  if (before !== undefined && before.amount !== given.amount) {
    const text = `a payment of ${before.amount} was begun for ${given.reservationId}, not of ${given.amount}`
    throw problem(409, 'Another amount', text, { code: 'PAYMENT_DIFFERS' })
  }
  const mayGoOn = before?.status === 'declined' || before?.status === 'awaiting'
  const wasTried = before !== undefined && attempt !== undefined && before.attempts >= attempt
  if (before !== undefined && (!mayGoOn || wasTried)) return { answer: { payment: before, made: false } }
  const begun: PaymentState = before ?? {
    ...given,
    number: model.numbers + 1,
    status: 'awaiting',
    attempts: 0,
    createdAt: now,
    ...(sessionId !== undefined && { sessionId }),
    ...(subject !== undefined && { subject }),
    ...(callback !== undefined && { callback }),
  }
  const renewed: PaymentState = { ...begun, status: 'awaiting', expiresAt: given.expiresAt }
  const payment = card === undefined ? renewed : tried(renewed, card, processingMs, now)
  return { puts: [row(payment)], answer: { payment, made: before === undefined } }
}

/** Tries a card. @throws Problem 404, 409 WRONG_STATUS */
export function tryCard(
  model: PaymentsModel,
  reservationId: string,
  card: { readonly number: string },
  processingMs: number,
  now: number,
): Change<PaymentState> {
  const payment = known(model, reservationId)
  if (payment.status !== 'awaiting' || payment.method !== 'card') throw wrongStatus(payment, 'takes no card now')
  const next = tried(payment, card, processingMs, now)
  return { puts: [row(next)], answer: next }
}

function tried(
  payment: PaymentState,
  { number }: { readonly number: string },
  processingMs: number,
  now: number,
): PaymentState {
  const outcome = cardOutcome(number)
  const { reason: _, ...rest } = payment
  const verdict =
    outcome.kind === 'silent'
      ? undefined
      : {
          at: now + processingMs,
          approved: outcome.kind === 'approved',
          ...(outcome.kind === 'declined' && { reason: outcome.reason }),
        }
  return {
    ...rest,
    status: 'processing',
    attempts: payment.attempts + 1,
    last4: number.slice(-4),
    ...(verdict !== undefined && { verdict }),
  }
}

/** The bank's answer to a card, when its time has come. */
export function answered(model: PaymentsModel, reservationId: string, now: number): Change<undefined> {
  const payment = model.payments.get(reservationId)
  const { verdict } = payment ?? {}
  if (payment?.status !== 'processing' || verdict === undefined || verdict.at > now) return { answer: undefined }
  const { verdict: _, ...rest } = payment
  const next: PaymentState = verdict.approved
    ? { ...rest, status: 'authorized' }
    : { ...rest, status: 'declined', reason: verdict.reason ?? 'declined' }
  return { puts: [row(next)], tell: news(next), answer: undefined }
}

/** The bank says that a transfer has arrived. @throws Problem 404, 409 WRONG_STATUS, WRONG_AMOUNT */
export function transferred(
  model: PaymentsModel,
  reservationId: string,
  amount: number | undefined,
  now: number,
): Change<PaymentState> {
  const payment = known(model, reservationId)
  if (payment.method !== 'transfer') throw wrongStatus(payment, 'is paid by card')
  if (payment.status === 'authorized') return { answer: payment }
  if (payment.status !== 'awaiting') throw wrongStatus(payment, 'waits for no transfer')
  if (amount !== undefined && amount !== payment.amount) {
    const text = `${amount} arrived, ${payment.amount} were asked for`
    throw problem(409, 'Wrong amount', text, { code: 'WRONG_AMOUNT' })
  }
  const next: PaymentState = { ...payment, status: 'authorized', attempts: 1 }
  return { puts: [row(next)], tell: [...accepted(next, now), ...news(next)], answer: next }
}

/** Ends a payment. @throws Problem 404, 409 WRONG_STATUS when it cannot be any more */
export function end(model: PaymentsModel, reservationId: string, how: 'cancel' | 'refund'): Change<PaymentState> {
  const payment = known(model, reservationId)
  const status = how === 'cancel' ? 'cancelled' : 'refunded'
  if (payment.status === status) return { answer: payment }
  const may = how === 'refund' ? payment.status === 'authorized' : payment.status !== 'authorized'
  if (!may) throw wrongStatus(payment, how === 'refund' ? 'cannot be refunded' : 'cannot be cancelled')
  if (['expired', 'refunded'].includes(payment.status)) return { answer: payment }
  const { verdict: _, ...rest } = payment
  const next: PaymentState = { ...rest, status }
  return { puts: [row(next)], answer: next }
}

/** Nobody paid in time. */
export function expire(model: PaymentsModel, reservationId: string, now: number): Change<undefined> {
  const payment = model.payments.get(reservationId)
  if (payment === undefined || payment.expiresAt > now) return { answer: undefined }
  if (!['awaiting', 'processing', 'declined'].includes(payment.status)) return { answer: undefined }
  const { verdict: _, ...rest } = payment
  const next: PaymentState = { ...rest, status: 'expired', reason: 'not paid in time' }
  return { puts: [row(next)], tell: news(next), answer: undefined }
}

export function known(model: PaymentsModel, reservationId: string): PaymentState {
  const payment = model.payments.get(reservationId)
  if (payment !== undefined) return payment
  throw problem(404, 'Payment not found', `there is no payment for ${reservationId}`, { code: 'UNKNOWN_PAYMENT' })
}

const wrongStatus = ({ reservationId, status }: PaymentState, what: string) =>
  problem(409, 'Wrong status', `the payment of ${reservationId} is ${status}: it ${what}`, { code: 'WRONG_STATUS' })

/** Whoever asked to be called back is. */
function news({ reservationId, status, attempts, reason, callback }: PaymentState): Outgoing[] {
  if (callback === undefined) return []
  const body = { reservationId, status, attempts, reason }
  const id = `${reservationId}-${status}-${attempts}`
  return [{ kind: 'callback', lane: `callback ${reservationId}`, body: { id, callback, body } }]
}

/** Processes wait for this by session. */
function accepted({ reservationId, sessionId, amount }: PaymentState, now: number): Outgoing[] {
  if (sessionId === undefined) return []
  const type = 'MoneyTransfer.Accepted' as const
  const data = { sessionId, reservationId, amount }
  const told = { source: SOURCE, type, fact: reservationId, data, subject: reservationId }
  return [toldEvent({ ...told, correlationKey: sessionId, at: now })]
}
