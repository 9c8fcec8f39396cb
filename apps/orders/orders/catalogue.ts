import type { OrderItem, Product } from '../contract/order.ts'

/** What can be ordered. Prices are the shop's own: a customer names articles and quantities only. */
export const catalogue: readonly Product[] = [
  { sku: 'TEA-GREEN-100', name: 'Green tea, 100 g', price: 690, currency: 'EUR' },
  { sku: 'TEA-BLACK-250', name: 'Black tea, 250 g', price: 1190, currency: 'EUR' },
  { sku: 'POT-CLAY-1', name: 'Clay teapot, 1 l', price: 3450, currency: 'EUR' },
  { sku: 'CUP-CLAY-2', name: 'Two clay cups', price: 1850, currency: 'EUR' },
  { sku: 'KETTLE-STEEL', name: 'Steel kettle', price: 4990, currency: 'EUR' },
  { sku: 'TIMER-SAND-3', name: 'Sand timer, 3 minutes', price: 790, currency: 'EUR' },
]

export const CURRENCY = 'EUR'

export const productOf = (sku: string): Product | undefined => catalogue.find((product) => product.sku === sku)

/** Minor units. */
export const amountOf = (items: readonly OrderItem[]): number =>
  items.reduce((sum, { price, quantity }) => sum + price * quantity, 0)
