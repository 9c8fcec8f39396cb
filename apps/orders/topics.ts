import { type RecordOf, type Topic, json, text, topic } from '@millrace/client'
import { z } from 'zod'
import { PARTITIONS } from './entity/command.ts'

export const customerSchema = z.object({ name: z.string(), email: z.string(), phone: z.string() })

export const itemSchema = z.object({ sku: z.string(), name: z.string(), price: z.int(), quantity: z.int() })

/**
 * An event of the ten business topics. Only the order's id is sure to be there: other programs may write to these topics, and
 * what they add is passed over.
 */
export const eventSchema = z.looseObject({
  orderId: z.string().min(1).max(200),
  status: z.string().optional(),
  paymentId: z.string().optional(),
  paymentUrl: z.string().optional(),
  orderUrl: z.string().optional(),
  customer: customerSchema.optional(),
  items: z.array(itemSchema).optional(),
  /** Minor units. */
  amount: z.int().optional(),
  currency: z.string().optional(),
  /** ISO 8601 */
  at: z.string().optional(),
})

export type BusinessEvent = z.output<typeof eventSchema>

/** The key is the order's id: what happens to an order stays in order within a topic. */
const business = <const Name extends string>(name: Name): Topic<Name, string, BusinessEvent> =>
  topic({ name, key: text(), value: json(eventSchema), partitions: PARTITIONS })

export const ordersCreated = business('orders-created')
export const ordersReadyToShip = business('orders-ready-to-ship')
export const ordersShipping = business('orders-shipping')
export const ordersShipped = business('orders-shipped')
export const ordersDelivered = business('orders-delivered')
export const paymentsCreated = business('payments-created')
export const paymentsMade = business('payments-made')
export const deliveryShipping = business('delivery-shipping')
export const deliveryShipped = business('delivery-shipped')
export const deliveryDelivered = business('delivery-delivered')

export const loggingEvents = topic({
  name: 'logging-events',
  key: text(),
  value: json(
    z.looseObject({
      orderId: z.string().min(1).max(200),
      service: z.string().optional(),
      event: z.string().optional(),
      paymentId: z.string().optional(),
      detail: z.string().optional(),
      at: z.string().optional(),
    }),
  ),
  partitions: PARTITIONS,
})

export const businessTopics = [
  ordersCreated,
  ordersReadyToShip,
  ordersShipping,
  ordersShipped,
  ordersDelivered,
  paymentsCreated,
  paymentsMade,
  deliveryShipping,
  deliveryShipped,
  deliveryDelivered,
] as const

export type BusinessRecord = RecordOf<(typeof businessTopics)[number]>

/** The eleven topics of the system. */
export const allTopics = [...businessTopics, loggingEvents] as const

/** `logLine('orders', 'created', {...})`: what a service tells the journal. */
export function logLine(
  service: string,
  event: string,
  about: { readonly orderId: string; readonly paymentId?: string | undefined; readonly detail?: string | undefined },
  now: number,
) {
  const { orderId, paymentId, detail } = about
  return loggingEvents.record(orderId, {
    service,
    event,
    orderId,
    ...(paymentId !== undefined && { paymentId }),
    ...(detail !== undefined && { detail }),
    at: iso(now),
  })
}

export const iso = (ms: number): string => new Date(ms).toISOString()
