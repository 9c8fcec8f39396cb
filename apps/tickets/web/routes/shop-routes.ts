import type { FastifyInstance } from 'fastify'
import { sessionOf } from '../session/cookie.ts'
import type { Shop } from '../shop.ts'
import type { VisitView } from '../view.ts'

/** Holding, paying, giving back; all answer with what has become of the session. */
export function shopRoutes(app: FastifyInstance, shop: Shop): void {
  const { actions, services, random } = shop
  app.get('/shop/cards', () => services.payments.cards())
  app.post('/shop/hold', async (request, reply): Promise<VisitView> => {
    const sessionId = sessionOf(request, reply, random)
    const key = request.headers['idempotency-key']
    await actions.hold(sessionId, request.body, typeof key === 'string' ? key : undefined)
    return shop.after(sessionId)
  })
  app.post('/shop/pay', async (request, reply): Promise<VisitView> => {
    const sessionId = sessionOf(request, reply, random)
    await actions.pay(sessionId, request.body)
    return shop.after(sessionId)
  })
  app.post('/shop/cancel', async (request, reply): Promise<VisitView> => {
    const sessionId = sessionOf(request, reply, random)
    await actions.cancel(sessionId, request.body)
    return shop.after(sessionId)
  })
}
