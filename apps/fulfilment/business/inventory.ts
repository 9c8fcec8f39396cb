import { Fault, Refusal } from '@millrace/kernel'
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

type Stock = z.output<typeof stockSchema>

/**
 * The stock. Every step is done once per order, however often it is asked for. The level that an order is told is its own:
 * asking for it reserves one piece, so that of parallel orders no more go on than there are pieces.
 */
export interface Inventory {
  /** Sets the level of a product; never below what is reserved. */
  restock(product: string, level: string): Promise<void>
  /** Pieces that this order may count on; reserves one when there is one. */
  level(order: string, product: string): Promise<number>
  /** Takes the order's reserved piece. @throws Refusal OUT_OF_STOCK when it has none and there is none. */
  decrement(order: string, product: string): Promise<void>
  /** Puts the piece back that the order took. */
  increment(order: string, product: string): Promise<void>
  /** Gives up the order's reservation, if it has one. */
  release(order: string): Promise<void>
}

export function inventory(database: Database): Inventory {
  const stockOf = async (product: string): Promise<Stock | undefined> => {
    const record = await database.findOne('stock', { product })
    return record && stockSchema.parse(record)
  }
  const movementOf = async (order: string) => {
    const record = await database.findOne('movements', { _id: order })
    return record && movementSchema.parse(record)
  }
  /** One piece moves together with the order's note of it, or neither. */
  const move = (order: string, stock: Stock, change: Change): Promise<boolean> => {
    const { product, _rev } = stock
    const record = { stock_level: String(stock.stock_level + change.level), reserved: stock.reserved + change.reserved }
    const note = { product, state: change.to, ...(change.from === undefined && { stock_level: change.told }) }
    const query = { _id: order, ...(change.from !== undefined && { state: change.from }) }
    const noted =
      change.from === undefined
        ? ({ operation: 'UPSERT', table: 'movements', query, record: note, created: true } as const)
        : ({ operation: 'UPDATEONE', table: 'movements', query, record: note, expect: 1 } as const)
    return database.transact([
      noted,
      { operation: 'UPDATEONE', table: 'stock', query: { product, _rev }, record, expect: 1 },
    ])
  }
  return {
    restock: (product, level) =>
      untilDone(async () => {
        const stock = await stockOf(product)
        const record = { product, stock_level: String(Math.max(Number(level), stock?.reserved ?? 0)) }
        const query = stock === undefined ? { product } : { product, _rev: stock._rev }
        const created = stock === undefined
        return (await database.transact([{ operation: 'UPSERT', table: 'stock', query, record, created }])) || undefined
      }).then(() => undefined),
    level: (order, product) =>
      untilDone(async () => {
        const known = await movementOf(order)
        if (known !== undefined) return known.stock_level
        const stock = await stockOf(product)
        const free = stock === undefined ? 0 : stock.stock_level - stock.reserved
        if (stock === undefined || free < 1) return 0
        return (await move(order, stock, { to: 'reserved', level: 0, reserved: 1, told: free })) ? free : undefined
      }),
    decrement: (order, product) =>
      untilDone(async () => {
        const known = await movementOf(order)
        if (known !== undefined && known.state !== 'reserved') return true
        const stock = await stockOf(product)
        const free = stock === undefined ? 0 : stock.stock_level - (known === undefined ? stock.reserved : 0)
        if (stock === undefined || free < 1)
          throw new Refusal('OUT_OF_STOCK', `there is no ${product} left for order ${order}`)
        const change: Change =
          known === undefined
            ? { to: 'taken', level: -1, reserved: 0, told: free }
            : { from: 'reserved', to: 'taken', level: -1, reserved: -1 }
        return (await move(order, stock, change)) || undefined
      }).then(() => undefined),
    increment: (order, product) => putBack(order, product, { from: 'taken', to: 'returned', level: 1, reserved: 0 }),
    release: async (order) => {
      const known = await movementOf(order)
      if (known === undefined) return
      await putBack(order, known.product, { from: 'reserved', to: 'released', level: 0, reserved: -1 })
    },
  }

  function putBack(order: string, product: string, change: Change): Promise<void> {
    return untilDone(async () => {
      const known = await movementOf(order)
      if (known === undefined || known.state !== change.from) return true
      const stock = await stockOf(product)
      if (stock === undefined) return true
      return (await move(order, stock, change)) || undefined
    }).then(() => undefined)
  }
}

interface Change {
  readonly from?: 'reserved' | 'taken'
  readonly to: 'reserved' | 'taken' | 'returned' | 'released'
  readonly level: number
  readonly reserved: number
  /** The level that the order was told. */
  readonly told?: number
}

/** Another order came between: look again, and try again. */
async function untilDone<T>(attempt: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < ATTEMPTS; tries++) {
    const done = await attempt()
    if (done !== undefined) return done
  }
  throw new Fault('STOCK_CONTENDED', `the stock changed ${ATTEMPTS} times while one order was looking`)
}
