import { Fault } from '@millrace/kernel'
import type { Database } from '../database/client.ts'

/** A card as the payment provider names it: `tok_` and its last four digits. The number itself is kept nowhere. */
export const cardToken = (number: string): string => `tok_${number.slice(-4)}`

const DECLINED = new Set(['tok_0002', 'tok_9995'])

/** Charges an order once: asked again, it tells what came of the first time. Amount in minor units. */
export async function charge(database: Database, order: string, card: string, amount: number): Promise<boolean> {
  const query = { _id: order }
  const record = { card, amount, charged: !DECLINED.has(card) }
  const charged = await database.transact([{ operation: 'UPSERT', table: 'payments', query, record, created: true }])
  if (charged) return record.charged
  const known = await database.findOne('payments', query)
  if (known === undefined)
    throw new Fault('PAYMENT_UNKNOWN', `the payment of order ${order} is being changed by others`)
  return known['charged'] === true
}
