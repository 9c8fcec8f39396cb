import type { FastifyInstance } from 'fastify'
import { clientOf } from '../session/client.ts'
import { sessionOf } from '../session/cookie.ts'
import type { Shop } from '../shop.ts'
import type { VisitView } from '../view.ts'

/** Joining and leaving; both answer with what has become of the session. */
export function roomRoutes(app: FastifyInstance, shop: Shop): void {
  const { actions, random } = shop
  app.get('/visit', async (request, reply) => {
    const sessionId = sessionOf(request, reply, random)
    return { view: await shop.view(), visit: await shop.visit(sessionId) }
  })
  app.post('/room/join', async (request, reply): Promise<VisitView> => {
    const sessionId = sessionOf(request, reply, random)
    const { sale } = await shop.view()
    await actions.join(sessionId, clientOf(request, sale.room))
    return shop.after(sessionId)
  })
  app.post('/room/leave', async (request, reply): Promise<VisitView> => {
    const sessionId = sessionOf(request, reply, random)
    await actions.leave(sessionId)
    return shop.after(sessionId)
  })
}
