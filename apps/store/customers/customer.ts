import type { EntityKind } from '../resource/entity.ts'
import { anyText, readPayload } from '../resource/payload.ts'
import { textField } from '../resource/text-field.ts'

export interface Customer {
  readonly id: string
  readonly firstName: string
  readonly lastName: string
}

export type CustomerInput = Omit<Customer, 'id'>

export const customers: EntityKind<Customer, CustomerInput> & { readonly plural: 'customers' } = {
  name: 'customer',
  plural: 'customers',
  fields: { firstName: textField(100), lastName: textField(100) },
  readOnly: ['id'],
  create: (id, input) => ({ id, ...input }),
  change: ({ id }, input) => ({ id, ...input }),
  toWire: ({ id, firstName, lastName }) => ({ id, firstName, lastName }),
  fromWire: (payload) => readPayload<Customer>({ id: anyText, firstName: anyText, lastName: anyText }, payload),
}
