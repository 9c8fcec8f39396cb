import { json, orTombstone, text, topic } from '@millrace/client'
import { topology } from '@millrace/streams'
import { z } from 'zod'

const order = z.object({ sku: z.string(), pieces: z.int() })
const product = z.object({ name: z.string(), price: z.int() })
export const orders = topic({ name: 'orders', key: text(), value: json(order) })
export const products = topic({ name: 'products', key: text(), value: orTombstone(json(product)) })
export const priced = topic({ name: 'priced', key: text(), value: text() })

export const pricing = topology()

pricing
  .stream(orders)
  .selectKey((_, { sku }) => sku, text())
  .joinTable(pricing.table(products), ({ pieces }, { name, price }) => `${pieces} ${name}: ${pieces * price}`)
  .to(priced)
