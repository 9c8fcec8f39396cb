import type { Database } from '../database/client.ts'

/** How far an order is, in the order in which it comes about; a late or repeated step never moves it back. */
export const STATUSES = [
  'placed',
  'customer known',
  'reserved',
  'in hand',
  'charged',
  'declined',
  'fulfilled',
  'sold out',
  'not fulfilled',
  'cancelled',
] as const

export type OrderStatus = (typeof STATUSES)[number]

const ATTEMPTS = 20

/** Moves the order forward. An order that the shop does not know (one of another program) is passed over. */
export async function advance(database: Database, order: string, status: OrderStatus): Promise<void> {
  for (let tries = 0; tries < ATTEMPTS; tries++) {
    const known = await database.findOne('orders', { _id: order })
    if (known === undefined) return
    if (STATUSES.indexOf(known['status'] as OrderStatus) >= STATUSES.indexOf(status)) return
    const query = { _id: order, _rev: known._rev }
    if (await database.transact([{ operation: 'UPDATEONE', table: 'orders', query, record: { status }, expect: 1 }]))
      return
  }
}
