import { checked, wrongFields } from '@millrace/client/http'
import { z } from 'zod'
import type { Customer, OrderItem } from '../contract/order.ts'
import { productOf } from './catalogue.ts'

const QUANTITY = 'must be a whole number from 1 to 99'
const ITEMS = 'must be a list of 1 to 50 articles'
const NAME = 'must be a name of 1 to 100 characters'
const EMAIL = 'must be an e-mail address such as ada@example.com'
const PHONE = 'must be a phone number with country code, such as +4915112345678'

// A header of a mail is made of it: one line, no angle brackets.
const nameSchema = z
  .string(NAME)
  .trim()
  .min(1, NAME)
  .max(100, NAME)
  .refine((name) => !/[\p{Cc}<>]/u.test(name), NAME)

export const emailSchema = z.string(EMAIL).trim().max(254, EMAIL).pipe(z.email(EMAIL))

export const phoneSchema = z
  .string(PHONE)
  .transform((text) => text.replace(/[ ()/-]/gu, ''))
  .refine((text) => /^\+[1-9]\d{6,14}$/u.test(text), PHONE)

const schema = z.object({
  customer: z.object(
    { name: nameSchema, email: emailSchema, phone: phoneSchema },
    'must be an object with name, email and phone',
  ),
  items: z
    .array(
      z.object({
        sku: z.string('must be an article number'),
        quantity: z.int(QUANTITY).min(1, QUANTITY).max(99, QUANTITY),
      }),
      ITEMS,
    )
    .min(1, ITEMS)
    .max(50, ITEMS),
})

/**
 * The body of `POST /orders`, with the shop's own names and prices; an article that is named twice counts once.
 *
 * @throws Problem 400 that names each wrong field.
 */
export function readNewOrder(body: unknown): { readonly customer: Customer; readonly items: OrderItem[] } {
  const { customer, items } = checked(schema, body)
  const unknown = items.flatMap(({ sku }, at) =>
    productOf(sku) === undefined ? [{ field: `items.${at}.sku`, message: 'is no article of GET /products' }] : [],
  )
  if (unknown.length > 0) throw wrongFields(unknown)
  const quantities = new Map<string, number>()
  for (const { sku, quantity } of items) quantities.set(sku, (quantities.get(sku) ?? 0) + quantity)
  return {
    customer,
    items: [...quantities].map(([sku, quantity]) => {
      const { name = sku, price = 0 } = productOf(sku) ?? {}
      return { sku, name, price, quantity }
    }),
  }
}
