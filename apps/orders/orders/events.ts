import type { OutputRecord, Topic } from '@millrace/client'
import type { OrderStatus } from '../contract/order.ts'
import {
  type BusinessEvent,
  iso,
  logLine,
  ordersCreated,
  ordersDelivered,
  ordersReadyToShip,
  ordersShipped,
  ordersShipping,
} from '../topics.ts'
import type { OrderState } from './order.ts'

const TOPICS: Readonly<Partial<Record<OrderStatus, Topic<string, string, BusinessEvent>>>> = {
  created: ordersCreated,
  readyToShip: ordersReadyToShip,
  shipping: ordersShipping,
  shipped: ordersShipped,
  delivered: ordersDelivered,
}

/** What is published when an order becomes `status`: the topic's event, where there is one, and a line for the journal. */
export function announcements(
  order: OrderState,
  status: OrderStatus,
  now: number,
  extra: Partial<BusinessEvent> = {},
): OutputRecord[] {
  const { orderId, paymentId, paymentUrl, customer, items, amount, currency } = order
  const event = { ...extra, orderId, status, paymentId, paymentUrl, customer, items, amount, currency, at: iso(now) }
  const topic = TOPICS[status]
  const line = logLine('orders', status, { orderId, paymentId }, now)
  return topic === undefined ? [line] : [topic.record(orderId, event), line]
}
