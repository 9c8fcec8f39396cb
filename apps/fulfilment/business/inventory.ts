/**
 * The stock. Every step is done once per order, however often it is asked for. The level that an order is told is its own:
 * asking for it reserves one piece, so that of parallel orders no more go on than there are pieces.
 */
import { Refusal } from '@millrace/kernel'
import type { Database } from '../database/client.ts'
import { type Change, move, movementOf, stockOf, untilDone } from './stockroom.ts'

/** Sets the level of a product, once per restocking; never below what is reserved. */
export async function restock(database: Database, restocking: string, product: string, level: string): Promise<void> {
  const done = { _id: restocking, product }
  await untilDone(async () => {
    if ((await database.findOne('restocked', done)) !== undefined) return true
    const stock = await stockOf(database, product)
    const record = { product, stock_level: String(Math.max(Number(level), stock?.reserved ?? 0)) }
    const query = stock === undefined ? { product } : { product, _rev: stock._rev }
    const created = stock === undefined
    const set = { operation: 'UPSERT', table: 'stock', query, record, created } as const
    const note = { operation: 'UPSERT', table: 'restocked', query: done, record: { level }, created: true } as const
    return (await database.transact([note, set])) || undefined
  })
}

/** Pieces that this order may count on; reserves one when there is one. */
export function reserve(database: Database, order: string, product: string): Promise<number> {
  return untilDone(async () => {
    const known = await movementOf(database, order)
    if (known !== undefined) return known.stock_level
    const stock = await stockOf(database, product)
    const free = stock === undefined ? 0 : stock.stock_level - stock.reserved
    if (stock === undefined || free < 1) return (await toldSoldOut(database, order, product)) ? 0 : undefined
    const change: Change = { to: 'reserved', level: 0, reserved: 1, told: free }
    return (await move(database, order, stock, change)) && free
  })
}

/** Notes that the order was told of none: asked again it is told the same, whatever has come back meanwhile. */
const toldSoldOut = (database: Database, order: string, product: string): Promise<boolean> => {
  const record = { product, state: 'released', stock_level: 0 }
  return database.transact([{ operation: 'UPSERT', table: 'movements', query: { _id: order }, record, created: true }])
}

/** Takes the order's reserved piece, or a free one. @throws Refusal OUT_OF_STOCK when there is neither. */
export async function decrement(database: Database, order: string, product: string): Promise<void> {
  await untilDone(async () => {
    const known = await movementOf(database, order)
    if (known !== undefined && known.state !== 'reserved') return true
    const stock = await stockOf(database, product)
    const free = stock === undefined ? 0 : stock.stock_level - (known === undefined ? stock.reserved : 0)
    if (stock === undefined || free < 1) {
      throw new Refusal('OUT_OF_STOCK', `there is no ${product} left for order ${order}`)
    }
    const change: Change =
      known === undefined
        ? { to: 'taken', level: -1, reserved: 0, told: free }
        : { from: 'reserved', to: 'taken', level: -1, reserved: -1 }
    return move(database, order, stock, change)
  })
}

/** Puts back the piece that the order took. */
export const increment = (database: Database, order: string): Promise<void> =>
  putBack(database, order, { from: 'taken', to: 'returned', level: 1, reserved: 0 })

/** Gives up the order's reservation, if it has one. */
export const release = (database: Database, order: string): Promise<void> =>
  putBack(database, order, { from: 'reserved', to: 'released', level: 0, reserved: -1 })

async function putBack(database: Database, order: string, change: Change): Promise<void> {
  await untilDone(async () => {
    const known = await movementOf(database, order)
    if (known === undefined || known.state !== change.from) return true
    const stock = await stockOf(database, known.product)
    return stock === undefined ? true : move(database, order, stock, change)
  })
}
