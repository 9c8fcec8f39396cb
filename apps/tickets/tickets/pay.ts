import { problem } from '@millrace/client/http'
import type { Change, Outgoing } from '../ledger/change.ts'
import { tell } from './events.ts'
import { type TicketsModel, tables } from './model.ts'
import { type Order, ticketIds } from './order.ts'
import { orderRow } from './reserve.ts'

export interface PayRules {
  readonly paymentMs: number
  readonly transferMs: number
}

const DECLINED_MOST = 3

/** A call that the relay makes: durable with the change that asks for it. */
export type PaymentCall = 'payment.cancel' | 'payment.refund'

const call = (kind: PaymentCall, { reservationId, sessionId }: Order): Outgoing => ({
  kind,
  lane: sessionId,
  body: { reservationId },
})

/**
 * The payment begins: the hold lasts as long as it may take.
 *
 * @throws Problem 404 UNKNOWN_RESERVATION, 409 WRONG_STATUS, 410 HOLD_ENDED
 */
export function checkout(
  model: TicketsModel,
  { reservationId, sessionId, announced }: { reservationId: string; sessionId: string; announced: boolean },
  { paymentMs, transferMs }: PayRules,
  now: number,
): Change<Order> {
  const order = known(model, reservationId, sessionId)
  if (order.status === 'paying' || order.status === 'paid' || order.status === 'issued') return { answer: order }
  if (order.status !== 'held') {
    throw problem(410, 'Hold ended', `this reservation is ${order.status}: reserve again`, { code: 'HOLD_ENDED' })
  }
  const expiresAt = now + (order.method === 'transfer' ? transferMs : paymentMs)
  const next: Order = { ...order, status: 'paying', expiresAt }
  const event = tell(
    'Tickets.PaymentRequested',
    `${reservationId}-${order.declined}`,
    { sessionId, reservationId },
    now,
  )
  return { puts: [orderRow(next)], tell: announced ? [] : [event], answer: next }
}

/** The order of a session. @throws Problem 404, also when it is another session's */
export function known(model: TicketsModel, reservationId: string, sessionId: string | undefined): Order {
  const order = model.orders.get(reservationId)
  if (order !== undefined && (sessionId === undefined || order.sessionId === sessionId)) return order
  const text = `there is no reservation ${reservationId} of this session`
  throw problem(404, 'Reservation not found', text, { code: 'UNKNOWN_RESERVATION' })
}

/**
 * The money is there. When the hold had ended meanwhile, the tickets are taken again if they are still to be had; otherwise
 * the money goes back.
 */
export function paid(model: TicketsModel, reservationId: string, now: number): Change<Order | undefined> {
  const order = model.orders.get(reservationId)
  if (order === undefined) return { answer: undefined }
  if (['paid', 'issued', 'refunded'].includes(order.status)) return { answer: order }
  const { sessionId, ticketsQuantity, ticketsType } = order
  const ended = order.status !== 'paying' && order.status !== 'held'
  if (ended && model.stockOf(ticketsType).available < ticketsQuantity) {
    const refunded: Order = { ...order, status: 'refunded', reason: 'paid after the hold had ended, and sold out' }
    return { puts: [orderRow(refunded)], tell: [call('payment.refund', order), say(refunded, now)], answer: refunded }
  }
  const { reason: _, ...rest } = order
  const next: Order = { ...rest, status: 'paid', paidAt: now }
  const amount = order.unitPrice * ticketsQuantity
  const event = tell('Tickets.PaymentsAuthorized', reservationId, { sessionId, reservationId, amount }, now)
  return { puts: [orderRow(next)], tell: [event], answer: next }
}

/** The payment did not come about: another card may be tried while the hold lasts, three in all. */
export function declined(
  model: TicketsModel,
  { reservationId, reason, attempt }: { reservationId: string; reason: string; attempt: number },
  now: number,
): Change<Order | undefined> {
  const order = model.orders.get(reservationId)
  // News of an earlier card may come late, and more than once.
  if (order?.status !== 'paying' || attempt <= order.declined) return { answer: order }
  const times = attempt
  const status = times >= DECLINED_MOST ? 'failed' : 'held'
  const next: Order = { ...order, status, declined: times, reason }
  return { puts: [orderRow(next)], tell: [say(next, now)], answer: next }
}

/** Tickets are issued, once: the admission is spent. */
export function issue(model: TicketsModel, reservationId: string, now: number): Change<Order | undefined> {
  const order = model.orders.get(reservationId)
  if (order?.status !== 'paid') return { answer: order }
  const next: Order = { ...order, status: 'issued', issuedAt: now }
  const { sessionId, jti } = order
  const spent = jti === undefined ? [] : [{ table: tables.spent, key: jti, value: { at: now } }]
  const event = tell('Tickets.Emitted', reservationId, { sessionId, reservationId, ticketIds: ticketIds(order) }, now)
  return { puts: [orderRow(next), ...spent], tell: [event], answer: next }
}

/** Ends a hold: tickets return to sale. */
export function release(
  model: TicketsModel,
  reservationId: string,
  status: 'cancelled' | 'expired',
  reason: string,
  now: number,
): Change<Order | undefined> {
  const order = model.orders.get(reservationId)
  if (order === undefined || (order.status !== 'held' && order.status !== 'paying')) return { answer: order }
  const next: Order = { ...order, status, reason }
  const { sessionId } = order
  const timedOut =
    status === 'expired' ? [tell('Tickets.ReservationTimedOut', reservationId, { sessionId, reservationId }, now)] : []
  const said = status === 'cancelled' ? [say(next, now)] : []
  const cancel = order.status === 'paying' || order.declined > 0 ? [call('payment.cancel', order)] : []
  return { puts: [orderRow(next)], tell: [...timedOut, ...said, ...cancel], answer: next }
}

/** The customer is reminded that the hold does not last. */
export function remind(model: TicketsModel, reservationId: string, now: number): Change<Order | undefined> {
  const order = model.orders.get(reservationId)
  if (order?.status !== 'held') return { answer: order }
  const { sessionId, reminders } = order
  const next: Order = { ...order, reminders: reminders + 1 }
  const expiresAt = new Date(order.expiresAt).toISOString()
  const fact = `${reservationId}-${next.reminders}`
  const event = tell('Tickets.Reservation1MExpired', fact, { sessionId, reservationId, expiresAt }, now)
  return { puts: [orderRow(next)], tell: [event], answer: next }
}

function say({ sessionId, reservationId, status, declined, reason = '' }: Order, now: number): Outgoing {
  const text =
    status === 'held' ? `The card was declined (${reason}): try another.` : `Reservation ${status}: ${reason}.`
  const fact = `${reservationId}-${status}-${declined}`
  return tell('Notifications.Requested', fact, { sessionId, reservationId, kind: status, text }, now)
}
