import { checked, idempotency, problem } from '@millrace/client/http'
import { hex } from '@millrace/kernel'
import { z } from 'zod'
import type { Product, TrackedOrder } from '../contract/order.ts'
import type { Database } from '../database/client.ts'
import type { StoredRecord } from '../database/operation.ts'
import { livePages } from '../live/pages.ts'
import { fulfilmentService } from '../service.ts'
import { RESTOCK_LEVEL, catalogue } from './catalogue.ts'
import { databaseKeys } from './keys.ts'
import { newOrderSchema, orderRecord, orderView } from './new-order.ts'
import { orderIdOf } from './order-id.ts'
import { startStarting } from './starting.ts'

const PAGES = ['/', '/track', '/track/:id', '/db/stock']
const ORDERS_MOST = 200

const restockSchema = z.strictObject({
  products: z
    .array(z.string().min(1).max(200))
    .min(1)
    .max(100)
    .refine((names) => new Set(names).size === names.length, 'each product once')
    .default(Object.keys(catalogue)),
  stock_level: z
    .string()
    .regex(/^\d{1,6}$/u, 'a whole number, as text')
    .default(RESTOCK_LEVEL),
})

/**
 * The shop: `POST /orders` (201 when the order is durable; its process starts at once, or as soon as the engine is there),
 * `GET /orders`, `GET /orders/{id}`, `GET /products`, `GET /stock`, and the button "Restock the demo ecommerce store":
 * `POST /restock`. Pages: the shop, `/track[/{id}]` and `/db/stock`.
 */
export const startShop = fulfilmentService('shop', async (workshop) => {
  const { app, settings, ports, database, zeebe } = workshop
  const { clocks, random } = ports
  const endPages = await livePages(workshop, PAGES)
  const shared = { repo: settings.FULFILMENT_REPO, authorization: 'Bearer {{GitHubToken}}' }
  const starting = startStarting({ database, zeebe, ports, shared })
  idempotency(app, { store: databaseKeys(database, clocks.domain) })
  const place = async (table: 'orders' | 'restocks', _id: string, record: object): Promise<StoredRecord> => {
    const json = record as Record<string, z.core.util.JSONType>
    // It may be there from a request that a crash cut off: that one stays as it is.
    await database.transact([{ operation: 'UPSERT', table, query: { _id }, record: json, created: true }])
    starting.wake()
    return (await database.findOne(table, { _id })) as StoredRecord
  }
  app.post('/orders', async ({ body, headers }, reply) => {
    const record = orderRecord(checked(newOrderSchema, body), clocks.domain.now())
    const stored = await place('orders', orderIdOf(headers['idempotency-key'], random, clocks.domain.now()), record)
    return reply
      .code(201)
      .header('location', `/orders/${String(stored['_id'])}`)
      .send(orderView(stored))
  })
  app.get('/orders', async () => ({ orders: (await database.newest('orders', ORDERS_MOST)).map(orderView) }))
  app.get<{ Params: { id: string } }>('/orders/:id', ({ params: { id } }) => trackedOrder(database, id))
  app.get('/products', async () => ({ products: await productsOf(database) }))
  app.get('/stock', async () => ({ records: await database.findMany('stock') }))
  app.post('/restock', async ({ body }, reply) => {
    const { products, stock_level } = checked(restockSchema, body)
    // A time alone, as in the original, is the same for two who press the button in the same instant.
    const _id = `${new Date(clocks.domain.now()).toISOString()}-${hex(random.bytes(4))}`
    const record = { products, stock_level, event_type: 'restock_item', process: 'populate-stock', started: false }
    await place('restocks', _id, record)
    return reply.code(202).send({ _id, products, stock_level })
  })
  return async () => {
    await endPages()
    await starting.stop()
  }
})

async function trackedOrder(database: Database, id: string): Promise<TrackedOrder> {
  const stored = await database.findOne('orders', { _id: id })
  if (stored === undefined) throw problem(404, 'Order not found', `there is no order ${id}`)
  const incident = await database.findOne('incidents', { _id: id, open: true })
  return { ...orderView(stored), isLate: incident !== undefined }
}

async function productsOf(database: Database): Promise<Product[]> {
  const records = await database.findMany('stock')
  return Object.entries(catalogue).map(([name, price]) => {
    const record = records.find(({ product }) => product === name)
    const stock = Number(record?.['stock_level'] ?? 0)
    return { name, price, stock, available: stock - Number(record?.['reserved'] ?? 0) }
  })
}
