import { z } from 'zod'
import { type Order, type OrderHistoryEntry, type OrderStatus, orderStatuses } from '../contract/order.ts'
import { customerSchema, iso, itemSchema } from '../topics.ts'

const status = z.enum(orderStatuses)

const historySchema = z.object({
  at: z.string(),
  event: z.string(),
  source: z.enum(['rest', 'kafka', 'webhook']),
  outcome: z.enum(['applied', 'ignored']),
  from: status.nullable(),
  to: status,
  reason: z.string().optional(),
  count: z.int().optional(),
})

/** A try that failed, and when the next one is. */
export const retrySchema = z.object({
  attempts: z.int(),
  /** Domain time, ms. */
  nextAt: z.int(),
  lastError: z.string().optional(),
})

/** An order as orders keeps it. */
export const orderSchema = z.object({
  orderId: z.string(),
  status,
  customer: customerSchema,
  items: z.array(itemSchema),
  amount: z.int(),
  currency: z.string(),
  paymentId: z.string(),
  paymentUrl: z.string(),
  createdAt: z.int(),
  updatedAt: z.int(),
  history: z.array(historySchema),
  /** The order is cancelled, and payments is still to be told. */
  paymentToCancel: retrySchema.optional(),
})

export type OrderState = z.output<typeof orderSchema>

/** Different ignored events that are kept; equal ones are counted. */
const IGNORED_MOST = 50

export function toWire(state: OrderState): Order {
  const { orderId, status, customer, items, amount, currency, paymentId, paymentUrl, createdAt, updatedAt } = state
  return {
    orderId,
    status,
    customer,
    items,
    amount,
    currency,
    paymentId,
    paymentUrl,
    createdAt: iso(createdAt),
    updatedAt: iso(updatedAt),
    history: state.history as readonly OrderHistoryEntry[],
  }
}

/** What came to an order, with its source. */
export interface Cause {
  readonly event: string
  readonly source: OrderHistoryEntry['source']
}

export function withApplied(order: OrderState, cause: Cause, through: readonly OrderStatus[], now: number): OrderState {
  const history = [...order.history]
  let from = order.status
  for (const to of through) {
    history.push({ at: iso(now), ...cause, outcome: 'applied', from, to })
    from = to
  }
  return { ...order, status: from, updatedAt: now, history }
}

/** Notes what changed nothing. The same again is counted, so that a hundred repeats take no room. */
export function withIgnored(order: OrderState, cause: Cause, reason: string, now: number): OrderState {
  const at = order.history.findIndex(
    (entry) => entry.outcome === 'ignored' && entry.event === cause.event && entry.reason === reason,
  )
  const known = order.history[at]
  if (known !== undefined)
    return { ...order, history: order.history.with(at, { ...known, count: (known.count ?? 1) + 1 }) }
  if (order.history.filter(({ outcome }) => outcome === 'ignored').length >= IGNORED_MOST) return order
  const entry = { at: iso(now), ...cause, outcome: 'ignored', from: order.status, to: order.status, reason } as const
  return { ...order, history: [...order.history, { ...entry, count: 1 }] }
}
