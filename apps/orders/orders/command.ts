import { z } from 'zod'
import { customerSchema, itemSchema } from '../topics.ts'

/** What requests ask of an order. */
export const orderCommand = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('create'),
    customer: customerSchema,
    items: z.array(itemSchema),
    amount: z.int(),
    currency: z.string(),
    paymentId: z.string(),
    paymentUrl: z.string(),
    orderUrl: z.string(),
  }),
  z.object({ kind: z.literal('cancel') }),
  /** The updates that the delivery system may make by REST. */
  z.object({ kind: z.literal('status'), status: z.enum(['shipped', 'delivered']) }),
  z.object({ kind: z.literal('webhook'), type: z.enum(['payment.made', 'payment.failed', 'payment.expired']) }),
  /** Payments was told of the cancellation, or not. */
  z.object({ kind: z.literal('paymentCancelled'), error: z.string().optional() }),
])

export type OrderCommand = z.output<typeof orderCommand>
