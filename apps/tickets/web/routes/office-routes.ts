import { checked, problem } from '@millrace/client/http'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { placeStatuses, roomSettings } from '../../contract/waiting-room.ts'
import type { RoomCommand } from '../services/services.ts'
import type { Shop } from '../shop.ts'
import { placeView } from '../visit.ts'

const OFFICE = ' office'
const commands: readonly RoomCommand[] = ['pause', 'resume', 'drain', 'close', 'open']

const mock = z.object({
  count: z.int('must be a whole number').min(1, 'must be at least 1').max(20_000, 'must be at most 20,000 at a time'),
})
const reset = z.object({
  /** From now, by the platform’s clock. */
  opensInMs: z
    .int('must be a whole number of ms')
    .min(0, 'must be 0 or more')
    .max(7 * 86_400_000, 'must be a week at most')
    .default(0),
})
const listQuery = z.object({
  status: z.enum(placeStatuses, `must be one of ${placeStatuses.join(', ')}`).optional(),
  after: z.string().max(200).optional(),
  limit: z
    .string()
    .regex(/^\d{1,4}$/u, 'must be a whole number')
    .default('50'),
})

type ById = { Params: { id: string } }

/** What those who run the sale see and do. */
export function officeRoutes(app: FastifyInstance, shop: Shop): void {
  const { services, office } = shop
  const { queue, tickets, payments } = services
  app.get('/office/live', async (_, reply) => {
    await shop.view()
    const begin = [shop.beat(), shop.officeFrame()].filter((each) => each !== undefined)
    office.open(OFFICE, reply, begin)
    shop.watched()
  })
  app.get('/office/view', async () => {
    await shop.view()
    return shop.officeView()
  })
  app.get('/office/sessions', async ({ query }) => {
    const wanted = Object.entries(checked(listQuery, query)).filter(([, value]) => value !== undefined)
    return queue.sessions(`?${new URLSearchParams(wanted as [string, string][]).toString()}`)
  })
  app.post<ById>('/office/sessions/:id/remove', async ({ params: { id } }) => {
    const place = await queue.remove(id)
    await shop.moved()
    shop.visits.changed(id)
    return placeView(place, 0)
  })
  app.post('/office/settings', async ({ body }) => shop.thenMoved(queue.settings(checked(roomSettings, body))))
  app.post<{ Params: { command: string } }>('/office/commands/:command', async ({ params: { command } }) => {
    const known = commands.find((each) => each === command)
    if (known === undefined) throw problem(404, 'No such command', `there are ${commands.join(', ')}`)
    return shop.thenMoved(queue.command(known))
  })
  app.post('/office/mock', async ({ body }) => shop.thenMoved(queue.mock(checked(mock, body).count)))
  // The queue first: a new room takes no token of the old one, so that nobody buys between the two.
  app.post('/office/reset', async ({ body }) => {
    const { opensInMs } = checked(reset, body)
    const sale = await queue.reset({ opensAt: shop.timeIn(opensInMs) })
    await tickets.reset()
    await payments.reset()
    await shop.moved()
    for (const name of shop.connections.names) shop.visits.changed(name)
    return sale
  })
  app.get('/office/audit', () => queue.audit())
  app.get('/office/transfers', async () => ({ items: await payments.transfers() }))
  app.post<ById>('/office/transfers/:id', async ({ params: { id } }) => shop.thenMoved(payments.arrived(id)))
}
