import { setTimeout as sleep } from 'node:timers/promises'
import { patient } from '../store/patient-http.ts'
import type { Bought } from './buyer.ts'

export type StoredRecord = Readonly<Record<string, unknown>>

const LOOK_EVERY_MS = 50

export async function recordsOf(database: string, table: string): Promise<readonly StoredRecord[]> {
  const { body } = await patient('GET', `${database}/db/${table}`)
  return (body as { records: readonly StoredRecord[] }).records
}

/** Looks at the stock all the time, until it is stopped; gives what was wrong with it. */
export function watchStock(database: string): { stop(): Promise<string[]> } {
  const wrong = new Set<string>()
  const stopping = new AbortController()
  const watch = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      for (const text of (await recordsOf(database, 'stock')).flatMap(stockFailures)) wrong.add(text)
      await sleep(LOOK_EVERY_MS)
    }
  }
  const watching = watch()
  return {
    stop: async () => {
      stopping.abort()
      await watching
      return [...wrong]
    },
  }
}

function stockFailures({ product, stock_level, reserved = 0 }: StoredRecord): string[] {
  const [level, held] = [Number(stock_level), Number(reserved)]
  return level < 0 || held < 0 || held > level ? [`${String(product)}: ${level} on the shelf, ${held} reserved`] : []
}

/** Each order is kept, charged once and shipped once if it was fulfilled; the shelves hold what was not sold. */
export async function booksFailures(database: string, bought: readonly Bought[], pieces: number): Promise<string[]> {
  const tables = ['stock', 'payments', 'shipments', 'incidents', 'orders', 'movements']
  const [stock, payments, shipments, incidents, orders, movements] = (await Promise.all(
    tables.map((table) => recordsOf(database, table)),
  )) as [StoredRecord[], StoredRecord[], StoredRecord[], StoredRecord[], StoredRecord[], StoredRecord[]]
  const fulfilled = bought.filter(({ end }) => end === 'fulfilled')
  const ids = (records: readonly StoredRecord[]): string[] => records.map(({ _id }) => String(_id)).toSorted()
  const expected = fulfilled.map(({ orderId }) => orderId).toSorted()
  const shelves = stock.flatMap(({ product, stock_level, reserved = 0 }) => {
    const sold = fulfilled.filter((order) => order.product === product).length
    const isRight = Number(stock_level) === pieces - sold && reserved === 0
    return isRight ? [] : [`${String(product)}: ${String(stock_level)} left of ${pieces}, ${sold} sold`]
  })
  return [
    ...shelves,
    ...different('charged payments', ids(payments.filter(({ charged }) => charged === true)), expected),
    ...different('shipments', ids(shipments), expected),
    ...different('orders', ids(orders), bought.map(({ orderId }) => orderId).toSorted()),
    ...different('pieces taken', ids(movements.filter(({ state }) => state === 'taken')), expected),
    ...incidents.filter(({ open }) => open === true).map(({ message }) => `an open incident: ${String(message)}`),
  ]
}

function different(what: string, found: readonly string[], expected: readonly string[]): string[] {
  const [there, wanted] = [new Set(found), new Set(expected)]
  return [
    ...(there.size === found.length ? [] : [`${what}: one is there twice`]),
    ...expected.filter((id) => !there.has(id)).map((id) => `${what}: ${id} is missing`),
    ...found.filter((id) => !wanted.has(id)).map((id) => `${what}: ${id} should not be there`),
  ]
}
