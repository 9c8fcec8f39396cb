import type { EntityKind } from '../resource/entity.ts'
import { decimal, minorUnits, price } from '../resource/money.ts'
import { anyText, readPayload } from '../resource/payload.ts'
import { textField } from '../resource/text-field.ts'

export interface Product {
  readonly id: string
  readonly name: string
  /** Minor units. */
  readonly price: number
}

export type ProductInput = Omit<Product, 'id'>

export const products: EntityKind<Product, ProductInput> & { readonly plural: 'products' } = {
  name: 'product',
  plural: 'products',
  fields: { name: textField(200), price },
  readOnly: ['id'],
  create: (id, input) => ({ id, ...input }),
  change: ({ id }, input) => ({ id, ...input }),
  toWire: ({ id, name, price }) => ({ id, name, price: decimal(price) }),
  fromWire: (payload) => readPayload<Product>({ id: anyText, name: anyText, price: minorUnits }, payload),
}
