import { type Checked, ok, wrong } from '../resource/checked.ts'
import type { EntityKind } from '../resource/entity.ts'
import { decimal, minorUnits, price } from '../resource/money.ts'
import { anyText, readPayload } from '../resource/payload.ts'
import { textField } from '../resource/text-field.ts'

export interface Purchase {
  readonly id: string
  readonly productId: string
  readonly customerId: string
  /** Minor units. */
  readonly total: number
  /** When it was made, set by the service: ISO 8601, UTC. The original writes seven decimals of a second. */
  readonly transactionDate: string
}

export type PurchaseInput = Pick<Purchase, 'productId' | 'customerId' | 'total'>

export const purchases: EntityKind<Purchase, PurchaseInput> & { readonly plural: 'purchases' } = {
  name: 'purchase',
  plural: 'purchases',
  fields: { productId: textField(200), customerId: textField(200), total: price },
  readOnly: ['id', 'transactionDate'],
  create: (id, input, now) => ({ id, ...input, transactionDate: new Date(now).toISOString() }),
  change: ({ id, transactionDate }, input) => ({ id, ...input, transactionDate }),
  toWire: ({ total, ...rest }) => {
    const { id, productId, customerId, transactionDate } = rest
    return { id, productId, customerId, total: decimal(total), transactionDate }
  },
  fromWire: (payload) =>
    readPayload<Purchase>(
      { id: anyText, productId: anyText, customerId: anyText, total: minorUnits, transactionDate: date },
      payload,
    ),
}

function date(given: unknown): Checked<string> {
  return typeof given === 'string' && Number.isFinite(Date.parse(given))
    ? ok(given)
    : wrong('must be a date (ISO 8601)')
}
