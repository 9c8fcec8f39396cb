import { z } from 'zod'
import { type Payment, type PaymentAttempt, paymentStatuses } from '../contract/payment.ts'
import { retrySchema } from '../orders/order.ts'
import { customerSchema, iso, itemSchema } from '../topics.ts'

/** Cards that may be tried. */
export const ATTEMPTS_MOST = 3

const reason = z.enum(['card_declined', 'insufficient_funds', 'stolen_card', 'challenge_failed'])

/** A payment as payments keeps it, by the order's id. */
export const paymentSchema = z.object({
  paymentId: z.string(),
  orderId: z.string(),
  status: z.enum(paymentStatuses),
  amount: z.int(),
  currency: z.string(),
  customer: customerSchema,
  items: z.array(itemSchema),
  paymentUrl: z.string(),
  orderUrl: z.string(),
  createdAt: z.int(),
  expiresAt: z.int(),
  paidAt: z.int().optional(),
  attempts: z.array(
    z.object({
      at: z.string(),
      outcome: z.enum(['approved', 'challenged', 'declined']),
      brand: z.string(),
      last4: z.string(),
      reason: reason.optional(),
    }),
  ),
  /** Orders has published that the order is there: only then it is announced, and can be paid. */
  confirmed: z.boolean(),
  /** Orders is to be told that it came to nothing. */
  webhook: retrySchema
    .extend({ id: z.string(), type: z.enum(['payment.failed', 'payment.expired']), created: z.int() })
    .optional(),
})

export type PaymentState = z.output<typeof paymentSchema>

/** `created` or `challenged`: it can still be paid. */
export const isOpen = ({ status }: PaymentState): boolean => status === 'created' || status === 'challenged'

export const declined = ({ attempts }: PaymentState): number =>
  attempts.filter(({ outcome }) => outcome === 'declined').length

export function toWire(payment: PaymentState): Payment {
  const { paymentId, orderId, status, amount, currency, customer, items, paymentUrl, orderUrl } = payment
  const { createdAt, expiresAt, paidAt, attempts } = payment
  return {
    paymentId,
    orderId,
    status,
    amount,
    currency,
    customer,
    items,
    paymentUrl,
    orderUrl,
    attempts: attempts as readonly PaymentAttempt[],
    attemptsLeft: isOpen(payment) ? ATTEMPTS_MOST - declined(payment) : 0,
    createdAt: iso(createdAt),
    expiresAt: iso(expiresAt),
    ...(paidAt !== undefined && { paidAt: iso(paidAt) }),
  }
}
