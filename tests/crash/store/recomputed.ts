import { PartitionReader } from '../partition-reader.ts'
import { KINDS, type Kind, type Shelf, type StoredEntity } from './books.ts'

/** The state of one kind, recomputed from its topic: the last event of each key. */
export async function recomputed(brokers: string, kind: Kind): Promise<Shelf> {
  const reader = new PartitionReader(brokers, `eventbus.${kind}`, [0])
  const shelf = new Map<string, StoredEntity>()
  for await (const { key, value } of reader.rest()) {
    const event = value === null ? undefined : (JSON.parse(value) as { eventType: string; payload: StoredEntity })
    if (event?.eventType === 'set') shelf.set(key ?? '', event.payload)
    else shelf.delete(key ?? '')
  }
  await reader.close()
  return shelf
}

/** What the dashboard must say of one row. Money in cents. */
export interface RowTotals {
  readonly purchaseCount: number
  readonly cents: number
}

/** Totals of customers (`customerId`) or products (`productId`) from the purchases alone. */
export function totalsBy(side: 'customerId' | 'productId', purchases: Shelf): Map<string, RowTotals> {
  const totals = new Map<string, RowTotals>()
  for (const purchase of purchases.values()) {
    const id = String(purchase[side])
    const { purchaseCount, cents } = totals.get(id) ?? { purchaseCount: 0, cents: 0 }
    totals.set(id, { purchaseCount: purchaseCount + 1, cents: cents + toCents(purchase['total']) })
  }
  return totals
}

/** How the dashboard's rows differ from the recomputation, in words. */
export async function dashboardDifferences(dashboard: string, brokers: string): Promise<string[]> {
  const shelves = Object.fromEntries(
    await Promise.all(KINDS.map(async (kind) => [kind, await recomputed(brokers, kind)] as const)),
  ) as Record<Kind, Shelf>
  return [
    ...(await rowDifferences(dashboard, 'customers', shelves.customers, totalsBy('customerId', shelves.purchases))),
    ...(await rowDifferences(dashboard, 'products', shelves.products, totalsBy('productId', shelves.purchases))),
  ]
}

async function rowDifferences(
  dashboard: string,
  kind: 'customers' | 'products',
  shelf: Shelf,
  totals: Map<string, RowTotals>,
): Promise<string[]> {
  const rows = (await (await fetch(`${dashboard}/api/${kind}`)).json()) as StoredEntity[]
  const texts = rows.length === shelf.size ? [] : [`dashboard: ${rows.length} ${kind}, the topic has ${shelf.size}`]
  for (const row of rows) {
    const { purchaseCount, cents } = totals.get(row.id) ?? { purchaseCount: 0, cents: 0 }
    const same = shelf.has(row.id) && row['purchaseCount'] === purchaseCount && toCents(row['totalSpent']) === cents
    if (!same) texts.push(`dashboard: ${JSON.stringify(row)}, recomputed ${purchaseCount} purchases, ${cents} cents`)
  }
  return texts
}

const toCents = (money: unknown): number => Math.round(Number(money) * 100)
