import { createHash } from 'node:crypto'
import { checked, problem } from '@millrace/client/http'
import { uuidV4 } from '@millrace/kernel'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { cardSchema, ticketsTypes } from '../../contract/shop.ts'
import { sessionOf } from '../session/cookie.ts'
import type { Shop } from '../shop.ts'
import type { VisitView } from '../view.ts'

const choice = z.object({
  ticketsType: z.enum(ticketsTypes, `must be one of ${ticketsTypes.join(', ')}`),
  ticketsQuantity: z.int('must be a whole number').min(1, 'must be at least 1'),
})

const reservationId = z
  .string('must name your reservation')
  .regex(/^[\w.-]{1,100}$/u, 'must be 1 to 100 letters, digits, dots, dashes and underscores')
const payment = z.object({ reservationId, card: cardSchema.optional() })
const cancellation = z.object({ reservationId })

/** Holding, paying, giving back: with the token of this session, which never leaves the server. */
export function shopRoutes(app: FastifyInstance, shop: Shop): void {
  const { services, random } = shop
  app.get('/shop/cards', () => services.payments.cards())
  app.post('/shop/hold', async (request, reply): Promise<VisitView> => {
    const sessionId = sessionOf(request, reply, random)
    const chosen = checked(choice, request.body)
    const token = await tokenOf(shop, sessionId)
    if (token === undefined)
      throw problem(401, 'Not your turn', 'the shop is open to those whose turn it is', { code: 'NOT_ADMITTED' })
    await services.tickets.reserve(reservationIdOf(request, sessionId, shop), sessionId, token, chosen)
    return shop.after(sessionId)
  })
  app.post('/shop/pay', async (request, reply): Promise<VisitView> => {
    const sessionId = sessionOf(request, reply, random)
    const wanted = checked(payment, request.body)
    await services.tickets.checkout(wanted.reservationId, sessionId, await tokenOf(shop, sessionId), wanted.card)
    return shop.after(sessionId)
  })
  app.post('/shop/cancel', async (request, reply): Promise<VisitView> => {
    const sessionId = sessionOf(request, reply, random)
    const wanted = checked(cancellation, request.body)
    await services.tickets.cancel(wanted.reservationId, sessionId)
    return shop.after(sessionId)
  })
}

const tokenOf = async ({ services }: Shop, sessionId: string): Promise<string | undefined> =>
  (await services.queue.place(sessionId)).token

/** The same for the same try: a hold that is asked for again, because the answer was lost, is the one that was made. */
function reservationIdOf(request: FastifyRequest, sessionId: string, { random }: Shop): string {
  const key = request.headers['idempotency-key']
  if (typeof key !== 'string') return uuidV4(random)
  return createHash('sha256').update(`${sessionId} ${key}`).digest('hex').slice(0, 32)
}
