import type { Product } from '../contract/order.ts'

/** What can be ordered. The shop's pictures find theirs by a word of the SKU (web/pictures). */
export const products: readonly Product[] = [
  { sku: 'mug-stoneware', name: 'Stoneware mug', price: 1800, currency: 'EUR' },
  { sku: 'tote-canvas', name: 'Canvas tote', price: 2400, currency: 'EUR' },
  { sku: 'lamp-desk', name: 'Desk lamp', price: 8900, currency: 'EUR' },
  { sku: 'blanket-wool', name: 'Wool blanket', price: 12_000, currency: 'EUR' },
  { sku: 'moka-pot', name: 'Moka pot, six cups', price: 4250, currency: 'EUR' },
  { sku: 'notebook-set', name: 'Notebooks, set of three', price: 1550, currency: 'EUR' },
]
