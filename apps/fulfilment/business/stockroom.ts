import { Fault } from '@millrace/kernel'
import { z } from 'zod'
import type { Database } from '../database/client.ts'

const ATTEMPTS = 50

const stockSchema = z.looseObject({
  product: z.string(),
  /** The seed writes it as text. */
  stock_level: z.coerce.number(),
  reserved: z.number().default(0),
  _rev: z.number(),
})
const movementSchema = z.looseObject({
  product: z.string(),
  state: z.enum(['reserved', 'taken', 'returned', 'released']),
  stock_level: z.number(),
})

export type Stock = z.output<typeof stockSchema>
/** What an order has done with its piece, and the level that it was told. */
export type Movement = z.output<typeof movementSchema>

/** How a movement changes the stock. */
export interface Change {
  /** Without it the order has no movement yet. */
  readonly from?: 'reserved' | 'taken'
  readonly to: Movement['state']
  readonly level: number
  readonly reserved: number
  /** The level that the order is told; with its first movement only. */
  readonly told?: number
}

export async function stockOf(database: Database, product: string): Promise<Stock | undefined> {
  const record = await database.findOne('stock', { product })
  return record && stockSchema.parse(record)
}

export async function movementOf(database: Database, order: string): Promise<Movement | undefined> {
  const record = await database.findOne('movements', { _id: order })
  return record && movementSchema.parse(record)
}

/** One piece moves together with the order's note of it; undefined: another order came between, and nothing moved. */
export async function move(database: Database, order: string, stock: Stock, change: Change): Promise<true | undefined> {
  const { product, _rev } = stock
  const { from, to, level, reserved, told = 0 } = change
  const noted =
    from === undefined
      ? ({
          operation: 'UPSERT',
          table: 'movements',
          query: { _id: order },
          record: { product, state: to, stock_level: told },
          created: true,
        } as const)
      : ({
          operation: 'UPDATEONE',
          table: 'movements',
          query: { _id: order, state: from },
          record: { state: to },
          expect: 1,
        } as const)
  const record = { stock_level: String(stock.stock_level + level), reserved: stock.reserved + reserved }
  const moved = { operation: 'UPDATEONE', table: 'stock', query: { product, _rev }, record, expect: 1 } as const
  return (await database.transact([noted, moved])) || undefined
}

/** Looks and tries again while others come between. */
export async function untilDone<T>(attempt: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < ATTEMPTS; tries++) {
    const done = await attempt()
    if (done !== undefined) return done
  }
  throw new Fault('STOCK_CONTENDED', `the stock changed ${ATTEMPTS} times while one order was looking`)
}
