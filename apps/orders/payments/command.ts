import { z } from 'zod'
import { customerSchema, itemSchema } from '../topics.ts'

const card = { brand: z.string(), last4: z.string() }

/** What requests ask of a payment. */
export const paymentCommand = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('open'),
    paymentUrl: z.string(),
    orderUrl: z.string(),
    amount: z.int(),
    currency: z.string(),
    customer: customerSchema,
    items: z.array(itemSchema),
  }),
  z.object({
    kind: z.literal('pay'),
    verdict: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('approve'), ...card }),
      z.object({ kind: z.literal('challenge'), ...card }),
      z.object({
        kind: z.literal('decline'),
        ...card,
        reason: z.enum(['card_declined', 'insufficient_funds', 'stolen_card']),
        final: z.boolean(),
      }),
    ]),
  }),
  z.object({ kind: z.literal('challenge'), passed: z.boolean() }),
  z.object({ kind: z.literal('cancel') }),
  z.object({ kind: z.literal('gateway'), type: z.enum(['payment.made', 'payment.failed', 'payment.expired']) }),
  z.object({ kind: z.literal('expire') }),
  /** Orders took the webhook, or not. */
  z.object({ kind: z.literal('webhookSent'), id: z.string(), error: z.string().optional() }),
])

export type PaymentCommand = z.output<typeof paymentCommand>

export type PayVerdict = Extract<PaymentCommand, { kind: 'pay' }>['verdict']
