import { checked, problem } from '@millrace/client/http'
import { hasStatus } from '@millrace/client/zeebe'
import { z } from 'zod'
import { increment, release } from '../business/inventory.ts'
import { advance } from '../business/order.ts'
import { livePages } from '../live/pages.ts'
import { processIds, readProcess } from '../process-directory.ts'
import { type Workshop, fulfilmentService } from '../service.ts'
import type { OrderStatus } from '../contract/order.ts'
import { orderView } from '../shop/new-order.ts'
import { deskOrders, openIncidents, placedOrder } from './desk.ts'
import { holdRoutes } from './holds.ts'
import { incidentKeyOf } from './incident-key.ts'

const PAGES = ['/desk', '/desk/:id']

/** Paid ones are on their way. */
const ENDED: ReadonlySet<OrderStatus> = new Set<OrderStatus>([
  'charged',
  'fulfilled',
  'sold out',
  'not fulfilled',
  'cancelled',
])

const retrySchema = z.strictObject({
  incidentKey: z
    .string()
    .regex(/^\d{1,19}$/u, 'the key of the incident, digits')
    .optional(),
})

/**
 * The operator's view, from what the workers and services noted: `GET /orders`, `GET /orders/{id}` with its places on the
 * diagram, `GET /incidents`, `POST /incidents/{job}/retry`, `POST /orders/{id}/cancel`, `GET /processes/{id}`,
 * `/services[/{event_type}/hold]`. Pages: `/desk[/{id}]`.
 */
export const startOperator = fulfilmentService('operator', async (workshop) => {
  const { app, settings, database } = workshop
  const endPages = await livePages(workshop, PAGES)
  app.get('/', (_, reply) => reply.redirect('/desk'))
  app.get('/orders', async () => ({ orders: await deskOrders(database) }))
  app.get<{ Params: { id: string } }>('/orders/:id', ({ params: { id } }) => placedOrder(database, id))
  app.get('/incidents', async () => ({ incidents: await openIncidents(database) }))
  app.get<{ Params: { id: string } }>('/processes/:id', async ({ params }, reply) => {
    const id = processIds.find((known) => known === params.id)
    if (id === undefined) throw problem(404, 'Process not found', `${params.id} is none of ${processIds.join(', ')}`)
    return reply.type('application/xml; charset=utf-8').send(await readProcess(id))
  })
  holdRoutes(app, settings.DISPATCH_URL)
  app.post<{ Params: { job: string } }>('/incidents/:job/retry', async ({ params: { job }, body }, reply) => {
    const incidentKey = await retry(workshop, job, checked(retrySchema, body ?? {}).incidentKey)
    return reply.code(202).send({ job, incidentKey })
  })
  app.post<{ Params: { id: string } }>('/orders/:id/cancel', async ({ params: { id } }, reply) => {
    await cancel(workshop, id)
    return reply.code(202).send({ orderId: id, status: 'cancelled' })
  })
  return endPages
})

/** Gives the job a retry and resolves its incident; gives the incident's key. */
async function retry({ settings, database, zeebe }: Workshop, job: string, given: string | undefined): Promise<string> {
  const incident = await database.findOne('incidents', { job })
  if (incident === undefined) throw problem(404, 'Incident not found', `no incident of job ${job} is known`)
  const { ZEEBE_REST_ADDRESS: url, ZEEBE_REST_TOKEN: token } = settings
  const key = given ?? (url && (await incidentKeyOf({ url, token }, String(incident['instance']), job)))
  if (key === undefined) {
    const detail = 'the engine has no search that tells the key of the incident; give it as incidentKey'
    throw problem(422, 'Incident key missing', detail, { code: 'INCIDENT_KEY_MISSING' })
  }
  await zeebe.updateRetries(job, 1)
  await zeebe.resolveIncident(key)
  return key
}

async function cancel({ ports, database, zeebe }: Workshop, id: string): Promise<void> {
  const order = await database.findOne('orders', { _id: id })
  if (order === undefined) throw problem(404, 'Order not found', `there is no order ${id}`)
  const { status } = orderView(order)
  if (ENDED.has(status))
    throw problem(409, 'Order ended', `order ${id} is ${status}; only one that waits can be cancelled`)
  if (typeof order['instance'] === 'string') {
    await zeebe.cancelInstance(order['instance']).catch((error: unknown) => {
      // It ended by itself: what is left of the order is given up all the same.
      if (!hasStatus(error, 'NOT_FOUND')) throw error
    })
  }
  await Promise.all([release(database, id), increment(database, id)])
  await advance(database, id, 'cancelled', ports.clocks.domain.now())
  const query = { _id: id, open: true }
  await database.run({ operation: 'UPDATEMANY', table: 'incidents', query, record: { open: false } })
}
