import type { RecordOf } from '@millrace/client'
import { type Answer, done, refused } from '../entity/answer.ts'
import type { Decision } from '../entity/decision.ts'
import type { OrderStatus } from '../contract/order.ts'
import { retryAfter } from '../retry.ts'
import type { deliveryDelivered, deliveryShipped, deliveryShipping, paymentsMade } from '../topics.ts'
import { iso } from '../topics.ts'
import type { OrderCommand } from './command.ts'
import { announcements } from './events.ts'
import { type Cause, type OrderState, toWire, withApplied, withIgnored } from './order.ts'
import { advance } from './status.ts'

export type OrderEvent = RecordOf<
  typeof paymentsMade | typeof deliveryShipping | typeof deliveryShipped | typeof deliveryDelivered
>

const STATUS_OF: Readonly<Record<OrderEvent['topic'], OrderStatus>> = {
  'payments-made': 'readyToShip',
  'delivery-shipping': 'shipping',
  'delivery-shipped': 'shipped',
  'delivery-delivered': 'delivered',
}

/** An event of another service: applied, or noted as ignored. An order that is not known stays so. */
export function onEvent(order: OrderState | undefined, { topic }: OrderEvent, now: number): Decision<OrderState> {
  return order === undefined ? {} : move(order, STATUS_OF[topic], { event: topic, source: 'kafka' }, now)
}

export function onCommand(
  order: OrderState | undefined,
  command: OrderCommand,
  now: number,
  orderId: string,
): Decision<OrderState> {
  if (command.kind === 'create') return create(order, command, now, orderId)
  if (order === undefined) return { answer: unknownOrder(orderId) }
  switch (command.kind) {
    case 'cancel':
      return cancel(order, now)
    case 'status':
      return byRest(order, command.status, now)
    case 'webhook':
      return byWebhook(order, command.type, now)
    case 'paymentCancelled':
      return settlePayment(order, command.error, now)
  }
}

export const unknownOrder = (orderId: string): Answer =>
  refused(404, 'Order not found', `there is no order ${orderId}`, 'ORDER_NOT_FOUND')

function create(
  order: OrderState | undefined,
  given: Extract<OrderCommand, { kind: 'create' }>,
  now: number,
  orderId: string,
): Decision<OrderState> {
  if (order !== undefined) return { answer: done(toWire(order), 201) }
  const entry = {
    at: iso(now),
    event: 'created',
    source: 'rest',
    outcome: 'applied',
    from: null,
    to: 'created',
  } as const
  const { customer, items, amount, currency, paymentId, paymentUrl, orderUrl } = given
  const next: OrderState = {
    orderId,
    status: 'created',
    customer,
    items,
    amount,
    currency,
    paymentId,
    paymentUrl,
    createdAt: now,
    updatedAt: now,
    history: [entry],
  }
  return { next, send: announcements(next, 'created', now, { orderUrl }), answer: done(toWire(next), 201) }
}

function cancel(order: OrderState, now: number): Decision<OrderState> {
  if (order.status === 'cancelled') return { answer: done(toWire(order)) }
  if (order.status !== 'created') {
    return { answer: wrongStatus(`the order is ${order.status}; only an order that is not paid yet can be cancelled`) }
  }
  const moved = move(order, 'cancelled', { event: 'cancelled', source: 'rest' }, now)
  const next = moved.next && { ...moved.next, paymentToCancel: { attempts: 0, nextAt: now } }
  return { ...moved, next, answer: done(next && toWire(next)) }
}

/** A request for one step, unlike events, may not pass a status over: the caller sees what is missing. */
function byRest(order: OrderState, to: 'shipped' | 'delivered', now: number): Decision<OrderState> {
  const step = advance(order.status, to)
  if (step.kind === 'ignored' && step.why === 'repeated') return { answer: done(toWire(order)) }
  if (step.kind === 'ignored') return { answer: wrongStatus(step.reason) }
  if (step.through.length > 1) {
    const missing = step.through.slice(0, -1).join(', then ')
    return { answer: wrongStatus(`the order is ${order.status}; before it is ${to} it has to be ${missing}`) }
  }
  const moved = move(order, to, { event: to, source: 'rest' }, now)
  return { ...moved, answer: done(toWire(moved.next ?? order)) }
}

function byWebhook(
  order: OrderState,
  type: 'payment.made' | 'payment.failed' | 'payment.expired',
  now: number,
): Decision<OrderState> {
  const to = type === 'payment.made' ? 'readyToShip' : 'paymentFailed'
  const outcome = advance(order.status, to).kind
  const moved = move(order, to, { event: type, source: 'webhook' }, now)
  return { ...moved, answer: done({ received: true, outcome }) }
}

function settlePayment(order: OrderState, error: string | undefined, now: number): Decision<OrderState> {
  const { paymentToCancel: before, ...rest } = order
  if (before === undefined) return {}
  return { next: error === undefined ? rest : { ...rest, paymentToCancel: retryAfter(before, error, now) } }
}

function move(order: OrderState, to: OrderStatus, cause: Cause, now: number): Decision<OrderState> {
  const step = advance(order.status, to)
  if (step.kind === 'ignored') return { next: withIgnored(order, cause, step.reason, now) }
  const next = withApplied(order, cause, step.through, now)
  return { next, send: step.through.flatMap((status) => announcements(next, status, now)) }
}

const wrongStatus = (detail: string): Answer => refused(409, 'Wrong status', detail, 'WRONG_STATUS')
