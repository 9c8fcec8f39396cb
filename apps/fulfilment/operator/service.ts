import { checked, problem } from '@millrace/client/http'
import { hasStatus } from '@millrace/client/zeebe'
import { z } from 'zod'
import { release } from '../business/inventory.ts'
import { advance } from '../business/order.ts'
import { processIds, readProcess } from '../process-directory.ts'
import { fulfilmentService } from '../service.ts'
import { incidentKeyOf } from './incident-key.ts'

const retrySchema = z.strictObject({
  incidentKey: z
    .string()
    .regex(/^\d{1,19}$/u, 'the key of the incident, digits')
    .optional(),
})

/**
 * The operator's view, from the engine's search where `ZEEBE_REST_ADDRESS` names one and else from what the workers noted:
 * `GET /orders`, `GET /incidents`, `POST /incidents/{job}/retry`, `POST /orders/{id}/cancel`, `GET /processes/{id}`.
 */
export const startOperator = fulfilmentService('operator', ({ app, settings, database, zeebe }) => {
  app.get('/orders', async () => ({ orders: await database.findMany('orders') }))
  app.get('/incidents', async () => ({ incidents: await database.findMany('incidents', { open: true }) }))
  app.get<{ Params: { id: string } }>('/processes/:id', async ({ params }, reply) => {
    const id = processIds.find((known) => known === params.id)
    if (id === undefined) throw problem(404, 'Process not found', `${params.id} is none of ${processIds.join(', ')}`)
    return reply.type('application/xml; charset=utf-8').send(await readProcess(id))
  })
  app.post<{ Params: { job: string } }>('/incidents/:job/retry', async ({ params: { job }, body }, reply) => {
    const incident = await database.findOne('incidents', { job })
    if (incident === undefined) throw problem(404, 'Incident not found', `no incident of job ${job} is known`)
    const given = checked(retrySchema, body).incidentKey
    const rest = settings.ZEEBE_REST_ADDRESS
    const key = given ?? (rest && (await incidentKeyOf(rest, String(incident['instance']), job)))
    if (key === undefined) {
      const detail = 'the engine has no search that tells the key of the incident; give it as incidentKey'
      throw problem(422, 'Incident key missing', detail, { code: 'INCIDENT_KEY_MISSING' })
    }
    await zeebe.updateRetries(job, 1)
    await zeebe.resolveIncident(key)
    return reply.code(202).send({ job, incidentKey: key })
  })
  app.post<{ Params: { id: string } }>('/orders/:id/cancel', async ({ params: { id } }, reply) => {
    const order = await database.findOne('orders', { _id: id })
    if (order === undefined) throw problem(404, 'Order not found', `there is no order ${id}`)
    if (order['status'] === 'fulfilled') throw problem(409, 'Order fulfilled', `order ${id} was shipped already`)
    if (typeof order['instance'] === 'string') {
      await zeebe.cancelInstance(order['instance']).catch((error: unknown) => {
        // It ended by itself: what is left of the order is given up all the same.
        if (!hasStatus(error, 'NOT_FOUND')) throw error
      })
    }
    await release(database, id)
    await advance(database, id, 'cancelled')
    return reply.code(202).send({ orderId: id, status: 'cancelled' })
  })
  return () => undefined
})
