import { Problem } from '@millrace/client/http'
import { expect, it } from 'vitest'
import { amountOf } from './catalogue.ts'
import { readNewOrder } from './new-order.ts'

const customer = { name: 'Ada', email: 'ada@example.com', phone: '+49 151 1234-5678' }
const items = [{ sku: 'TEA-GREEN-100', quantity: 2 }]

function wrongIn(body: unknown): string[] {
  try {
    readNewOrder(body)
  } catch (error) {
    if (error instanceof Problem) return error.details.errors?.map(({ field }) => field) ?? []
    throw error
  }
  return []
}

it('takes an order with the shop’s names and prices, and counts an article once', () => {
  const read = readNewOrder({ customer, items: [...items, { sku: 'TEA-GREEN-100', quantity: 1, price: 1 }] })
  expect(read.items).toEqual([{ sku: 'TEA-GREEN-100', name: 'Green tea, 100 g', price: 690, quantity: 3 }])
  expect(read.customer.phone).toBe('+4915112345678')
  expect(amountOf(read.items)).toBe(2070)
})

it.each([
  ['a negative quantity', { customer, items: [{ sku: 'CUP-CLAY-2', quantity: -1 }] }, ['items.0.quantity']],
  ['a fractional quantity', { customer, items: [{ sku: 'CUP-CLAY-2', quantity: 1.5 }] }, ['items.0.quantity']],
  ['a quantity of none', { customer, items: [{ sku: 'CUP-CLAY-2', quantity: 0 }] }, ['items.0.quantity']],
  ['a quantity as text', { customer, items: [{ sku: 'CUP-CLAY-2', quantity: '2' }] }, ['items.0.quantity']],
  ['an article that is none', { customer, items: [...items, { sku: 'GOLD', quantity: 1 }] }, ['items.1.sku']],
  ['no articles', { customer, items: [] }, ['items']],
  ['an e-mail address that is none', { customer: { ...customer, email: 'ada@' }, items }, ['customer.email']],
  [
    'an e-mail address with a line break',
    { customer: { ...customer, email: 'a@b.de\nBcc: c@d.de' }, items },
    ['customer.email'],
  ],
  ['a name with a line break', { customer: { ...customer, name: 'Ada\r\nBcc: x' }, items }, ['customer.name']],
  ['a phone number without country', { customer: { ...customer, phone: '0151 123456' }, items }, ['customer.phone']],
  [
    'several things at once',
    { customer: { name: '', email: 'x', phone: 'y' }, items: [] },
    ['customer.name', 'customer.email', 'customer.phone', 'items'],
  ],
  ['nothing', undefined, ['customer', 'items']],
])('names the fields of %s', (_, body, fields) => {
  expect(wrongIn(body)).toEqual(fields)
})
