import { type OrderStatus, type Passage, STATUSES } from '../contract/order.ts'
import type { Database } from '../database/client.ts'

const ATTEMPTS = 20

export const historyOf = (order: Readonly<Record<string, unknown>>): readonly Passage[] =>
  (order['history'] ?? []) as readonly Passage[]

/** Moves the order forward. An order that the shop does not know (one of another program) is passed over. */
export async function advance(database: Database, order: string, status: OrderStatus, at: number): Promise<void> {
  for (let tries = 0; tries < ATTEMPTS; tries++) {
    const known = await database.findOne('orders', { _id: order })
    if (known === undefined) return
    if (STATUSES.indexOf(known['status'] as OrderStatus) >= STATUSES.indexOf(status)) return
    const query = { _id: order, _rev: known._rev }
    const record = { status, history: [...historyOf(known), { status, at }].map((passage) => ({ ...passage })) }
    if (await database.transact([{ operation: 'UPDATEONE', table: 'orders', query, record, expect: 1 }])) return
  }
}
