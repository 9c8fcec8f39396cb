import { z } from 'zod'
import type { Variables } from '@millrace/client/zeebe'
import type { DomainClock } from '@millrace/kernel'
import type { Database } from '../database/client.ts'
import { decrement, increment, reserve, restock } from './inventory.ts'
import { advance } from './order.ts'
import { charge } from './payments.ts'

/** The seed's `_id` is a bare number in places: the correlation key is its text. */
const id = z.union([z.string().min(1).max(200), z.int().transform(String)], 'text or a whole number')
const product = z.string().min(1).max(200)
const level = z
  .union([z.string(), z.int().transform(String)])
  .refine((text) => /^\d{1,9}$/u.test(text), 'a whole number from 0')
const customer = z.object({ name: z.string().max(200), email: z.string().max(200) })

/** What a step works on. */
export interface StepContext {
  readonly database: Database
  readonly clock: DomainClock
}

/** A command of the process to a service, and the message that answers it. */
export interface Step {
  readonly message: string
  /** Done once per order (and product), however often. @throws ZodError when the payload is wrong. */
  readonly perform: (payload: unknown, context: StepContext) => Promise<Answer>
}

export interface Answer {
  readonly order: string
  /** What tells this answer from others with the same message and order. */
  readonly part: string
  readonly variables: Variables
}

function step<S extends z.ZodType<{ _id: string }>>(
  message: string,
  schema: S,
  work: (payload: z.output<S>, context: StepContext) => Promise<Variables>,
  part: (payload: z.output<S>) => string = () => '',
): Step {
  return {
    message,
    perform: async (given, context) => {
      const payload = schema.parse(given)
      const variables = await work(payload, context)
      return { order: payload._id, part: part(payload), variables }
    },
  }
}

/** By event type, as `repository_dispatch` names them. */
export const steps: Readonly<Record<string, Step>> = {
  upsert_customer: step('UPSERTED', z.object({ _id: id, customer }), async ({ _id, customer }, { database, clock }) => {
    const { email, name } = customer
    await database.run({ operation: 'UPSERT', table: 'customers', query: { email }, record: { name } })
    await advance(database, _id, 'customer known', clock.now())
    return {}
  }),
  get_stock_level: step(
    'GOT_STOCK_LEVEL',
    z.object({ _id: id, product }),
    async ({ _id, product }, { database, clock }) => {
      const stock_level = await reserve(database, _id, product)
      await advance(database, _id, stock_level < 1 ? 'sold out' : 'reserved', clock.now())
      return { stock_level }
    },
  ),
  decrement_stock: step(
    'DECREMENTED_STOCK',
    z.object({ _id: id, product }),
    async ({ _id, product }, { database, clock }) => {
      await decrement(database, _id, product)
      await advance(database, _id, 'in hand', clock.now())
      return {}
    },
  ),
  charge_customer: step(
    'CHARGED_CUSTOMER',
    z.object({ _id: id, card: z.string().max(100), amount: z.int().min(0) }),
    async ({ _id, card, amount }, { database, clock }) => {
      const charged = await charge(database, _id, card, amount)
      await advance(database, _id, charged ? 'charged' : 'declined', clock.now())
      return { charged }
    },
  ),
  ship_to_customer: step('SHIPPED_TO_CUSTOMER', z.object({ _id: id, product, customer }), async (payload, context) => {
    const { _id, product, customer } = payload
    const record = { product, to: customer.email, at: context.clock.now() }
    await context.database.transact([
      { operation: 'UPSERT', table: 'shipments', query: { _id }, record, created: true },
    ])
    await advance(context.database, _id, 'fulfilled', context.clock.now())
    return {}
  }),
  increment_stock: step('INCREMENTED_STOCK', z.object({ _id: id, product }), async ({ _id }, { database, clock }) => {
    await increment(database, _id)
    await advance(database, _id, 'not fulfilled', clock.now())
    return {}
  }),
  restock_item: step(
    'RESTOCKED',
    z.object({ _id: id, product, stock_level: level }),
    async ({ _id, product, stock_level }, { database }) => {
      await restock(database, _id, product, stock_level)
      return {}
    },
    ({ product }) => product,
  ),
}
