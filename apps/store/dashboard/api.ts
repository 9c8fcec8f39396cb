import type { FastifyInstance, FastifyReply } from 'fastify'
import { decimal } from '../resource/money.ts'
import { notFound } from '../resource/problem.ts'
import type { LogState } from './messages.ts'
import type { DashboardModel } from './model.ts'
import { type Listed, list, readListQuery } from './query.ts'
import {
  type PurchaseRow,
  customerRow,
  customerRows,
  newestPurchases,
  productRow,
  productRows,
  purchasesOf,
} from './rows.ts'

export interface QueryPorts {
  /** Another one after a rebuild. */
  readonly model: () => DashboardModel
  /** Resolves when the model has what was acknowledged before the call. */
  readonly current: () => Promise<void>
  readonly logState: () => LogState
  /** Names of the services that the page can write to. */
  readonly writable: readonly string[]
}

/** What the head of the page shows. Money in decimals. */
export interface Summary {
  readonly customerCount: number
  readonly productCount: number
  readonly purchaseCount: number
  readonly totalSpent: number
  readonly log: LogState
  readonly writable: readonly string[]
}

type ById = { Params: { id: string } }
type Query = { Querystring: Record<string, unknown> }

const NEWEST_MOST = 200

/** The original's queries under `/api`, with search, order and pages besides; every answer is linearizable. */
export function queryRoutes(app: FastifyInstance, ports: QueryPorts): void {
  const { model, current } = ports
  const columns = {
    customers: ['firstName', 'lastName', 'purchaseCount', 'totalSpent'],
    products: ['name', 'price', 'purchaseCount', 'customerCount', 'totalSpent'],
  } as const

  app.get<Query>('/api/customers', async ({ query }, reply) => {
    const read = readListQuery(query, columns.customers)
    await current()
    return sendList(
      reply,
      list(customerRows(model()), read, (row) => `${row.firstName} ${row.lastName} ${row.id}`),
    )
  })
  app.get<Query>('/api/products', async ({ query }, reply) => {
    const read = readListQuery(query, columns.products)
    await current()
    return sendList(
      reply,
      list(productRows(model()), read, (row) => `${row.name} ${row.id}`),
    )
  })
  one(
    app,
    ports,
    'customer',
    (id) => customerRow(model(), id),
    (id) => purchasesOf(model(), model().customerTotals(id)),
  )
  one(
    app,
    ports,
    'product',
    (id) => productRow(model(), id),
    (id) => purchasesOf(model(), model().productTotals(id)),
  )

  app.get<Query>('/api/purchases', async ({ query }, reply) => {
    const read = readListQuery(query, [])
    await current()
    const rows = newestPurchases(model(), Math.min(read.limit, NEWEST_MOST))
    return sendList(reply, { rows, total: model().purchases.size })
  })
  app.get('/api/summary', async (): Promise<Summary> => {
    await current()
    return {
      customerCount: model().customers.size,
      productCount: model().products.size,
      purchaseCount: model().purchases.size,
      totalSpent: decimal(model().spent),
      log: ports.logState(),
      writable: ports.writable,
    }
  })
}

function one(
  app: FastifyInstance,
  { current }: QueryPorts,
  name: 'customer' | 'product',
  row: (id: string) => object | undefined,
  purchases: (id: string) => readonly PurchaseRow[],
): void {
  app.get<ById>(`/api/${name}s/:id`, async ({ params: { id } }) => {
    await current()
    const found = row(id)
    if (found === undefined) throw notFound(name, id)
    return found
  })
  app.get<ById>(`/api/${name}s/:id/purchases`, async ({ params: { id } }) => {
    await current()
    const found = purchases(id)
    if (found.length === 0) throw notFound(`${name} purchases`, id)
    return found
  })
}

/** A bare array, as the original answers; how many there are beyond it is in a header. */
function sendList<Row>(reply: FastifyReply, { rows, total }: Listed<Row>): FastifyReply {
  return reply.header('x-total-count', String(total)).send(rows)
}
