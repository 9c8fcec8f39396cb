import { createHash } from 'node:crypto'
import { Problem } from '@millrace/client/http'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sessionOf } from '../session/cookie.ts'
import type { VisitView } from '../view.ts'
import type { Shop } from '../shop.ts'

/** Joining and leaving; both answer with what has become of the session. */
export function roomRoutes(app: FastifyInstance, shop: Shop): void {
  const { services, random } = shop
  app.get('/visit', async (request, reply) => {
    const sessionId = sessionOf(request, reply, random)
    return { view: await shop.view(), visit: await shop.visit(sessionId) }
  })
  app.post('/room/join', async (request, reply): Promise<VisitView> => {
    const sessionId = sessionOf(request, reply, random)
    const { sale } = await shop.view()
    await services.queue.join(sessionId, clientOf(request, sale.room))
    return shop.after(sessionId)
  })
  app.post('/room/leave', async (request, reply): Promise<VisitView> => {
    const sessionId = sessionOf(request, reply, random)
    await giveBack(shop, sessionId)
    await services.queue.leave(sessionId)
    return shop.after(sessionId)
  })
}

/** What is held goes back at once, rather than when the queue’s event has come round. */
async function giveBack({ services: { tickets } }: Shop, sessionId: string): Promise<void> {
  for (const { reservationId, status } of await tickets.reservations(sessionId)) {
    if (status !== 'held' && status !== 'paying') continue
    await tickets.cancel(reservationId, sessionId).catch((error: unknown) => {
      // It has just ended, or has been paid for: there is nothing to give back.
      if (!(error instanceof Problem)) throw error
    })
  }
}

/** Who asks, as far as joins are limited by it: a fingerprint of this sale alone, so that no address is passed on. */
const clientOf = (request: FastifyRequest, room: string): string =>
  createHash('sha256').update(`${room} ${request.ip}`).digest('hex').slice(0, 32)
