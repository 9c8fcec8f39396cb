import type { FastifyInstance, FastifyReply } from 'fastify'
import { decimal } from '../resource/money.ts'
import { sendProblem, wrongFields } from '../resource/problem.ts'
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
  readonly model: DashboardModel
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
    if (read.kind === 'wrong') return sendProblem(reply, wrongFields(read.errors))
    await current()
    return sendList(
      reply,
      list(customerRows(model), read.value, (row) => `${row.firstName} ${row.lastName} ${row.id}`),
    )
  })
  app.get<Query>('/api/products', async ({ query }, reply) => {
    const read = readListQuery(query, columns.products)
    if (read.kind === 'wrong') return sendProblem(reply, wrongFields(read.errors))
    await current()
    return sendList(
      reply,
      list(productRows(model), read.value, (row) => `${row.name} ${row.id}`),
    )
  })
  one(
    app,
    ports,
    'customer',
    (id) => customerRow(model, id),
    (id) => purchasesOf(model, model.customerTotals(id)),
  )
  one(
    app,
    ports,
    'product',
    (id) => productRow(model, id),
    (id) => purchasesOf(model, model.productTotals(id)),
  )

  app.get<Query>('/api/purchases', async ({ query }, reply) => {
    const read = readListQuery(query, [])
    if (read.kind === 'wrong') return sendProblem(reply, wrongFields(read.errors))
    await current()
    const rows = newestPurchases(model, Math.min(read.value.limit, NEWEST_MOST))
    return sendList(reply, { rows, total: model.purchases.size })
  })
  app.get('/api/summary', async (): Promise<Summary> => {
    await current()
    return {
      customerCount: model.customers.size,
      productCount: model.products.size,
      purchaseCount: model.purchases.size,
      totalSpent: decimal(model.spent),
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
  app.get<ById>(`/api/${name}s/:id`, async ({ params: { id } }, reply) => {
    await current()
    return row(id) ?? missing(reply, name, id)
  })
  app.get<ById>(`/api/${name}s/:id/purchases`, async ({ params: { id } }, reply) => {
    await current()
    const found = purchases(id)
    return found.length === 0 ? missing(reply, `${name} purchases`, id) : found
  })
}

function missing(reply: FastifyReply, what: string, id: string): FastifyReply {
  return sendProblem(reply, { status: 404, title: 'Not found', detail: `Failed to locate ${what} with id ${id}.`, id })
}

/** A bare array, as the original answers; how many there are beyond it is in a header. */
function sendList<Row>(reply: FastifyReply, { rows, total }: Listed<Row>): FastifyReply {
  return reply.header('x-total-count', String(total)).send(rows)
}
