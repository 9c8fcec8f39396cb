import { z } from 'zod'
import { cardToken } from '../business/payments.ts'
import { type Order, WAYS, type Way } from '../contract/order.ts'
import type { StoredRecord } from '../database/operation.ts'
import type { ProcessId } from '../process-directory.ts'
import { catalogue } from './catalogue.ts'

/** The process that fulfils an order, by the way of working that was chosen. */
export const processOf = {
  messages: 'order-fulfilment-1',
  watched: 'order-fulfilment-1a',
  direct: 'order-fulfilment-direct',
} as const satisfies Readonly<Record<Way, ProcessId>>

const names = Object.keys(catalogue)

export const newOrderSchema = z.strictObject({
  customer: z.strictObject({
    name: z.string().trim().min(1, 'is missing').max(200),
    email: z.email('must be an e-mail address').max(200),
  }),
  product: z.enum(names, `one of ${names.join(', ')}`),
  card: z.string().regex(/^\d{12,19}$/u, '12 to 19 digits'),
  way: z.enum(WAYS, `one of ${WAYS.join(', ')}`).default('watched'),
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
    history: [{ status: 'placed', at }],
    started: false,
  }
}

/** A kept order as others see it: without the card. */
export function orderView(stored: StoredRecord): Order {
  const { _id, status, customer, product, amount, process, instance, at, history } = stored
  return {
    orderId: String(_id),
    status,
    customer,
    product,
    amount,
    process,
    processInstanceKey: instance ?? null,
    at,
    history: history ?? [],
  } as Order
}
