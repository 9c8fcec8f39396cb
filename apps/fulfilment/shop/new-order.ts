import { z } from 'zod'
import { cardToken } from '../business/payments.ts'
import { catalogue } from './catalogue.ts'

/** The process that fulfils an order, by the way of working that was chosen. */
export const processOf = {
  messages: 'order-fulfilment-1',
  watched: 'order-fulfilment-1a',
  direct: 'order-fulfilment-direct',
} as const

const names = Object.keys(catalogue)

export const newOrderSchema = z.strictObject({
  customer: z.strictObject({
    name: z.string().trim().min(1, 'is missing').max(200),
    email: z.email('an e-mail address').max(200),
  }),
  product: z.enum(names, `one of ${names.join(', ')}`),
  card: z.string().regex(/^\d{12,19}$/u, '12 to 19 digits'),
  /** `messages`: services answer by message; `watched`: also with the timer; `direct`: workers answer for themselves. */
  way: z.enum(Object.keys(processOf) as (keyof typeof processOf)[], 'messages, watched or direct').default('watched'),
})

export type NewOrder = z.output<typeof newOrderSchema>

/** An order as it is kept; the card's number is not. */
export function orderRecord({ customer, product, card, way }: NewOrder, at: number) {
  const amount = catalogue[product] ?? 0
  return {
    status: 'placed',
    customer,
    product,
    card: cardToken(card),
    amount,
    process: processOf[way],
    at,
    started: false,
  }
}
