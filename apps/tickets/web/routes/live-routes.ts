import { encodeJson, textOf } from '@millrace/cloudevents'
import { jsonData, receiveEvents } from '@millrace/client/cloudevents'
import type { FastifyInstance } from 'fastify'
import { frame } from '../live/frame.ts'
import { sessionOf } from '../session/cookie.ts'
import type { Shop } from '../shop.ts'

/** The stream of one session, and the way in for the events that it is told. */
export function liveRoutes(app: FastifyInstance, shop: Shop): void {
  const { connections, visits, random, saleFrame } = shop
  app.get('/live', async (request, reply) => {
    const sessionId = sessionOf(request, reply, random)
    await shop.view()
    const begin = [shop.beat(), saleFrame()].filter((each) => each !== undefined)
    connections.open(sessionId, reply, begin)
    shop.watched()
    visits.changed(sessionId)
  })
  receiveEvents(app, [
    {
      url: '/api/',
      // An event is a hint and no truth: what has become of the session is read from the services.
      onEvent: async (event) => {
        shop.eventHeard()
        const sessionId = sessionIn(jsonData(event)) ?? textOf(event, 'partitionkey')
        if (sessionId === undefined) return
        if (connections.has(sessionId)) {
          // What time it is comes first: the event may be the first sign that a virtual clock has moved.
          connections.tell(sessionId, shop.beat())
          connections.tell(sessionId, frame('cloudevent', JSON.parse(encodeJson(event).toString())))
          visits.changed(sessionId)
        }
        shop.saleMoved()
      },
    },
  ])
}

function sessionIn(data: unknown): string | undefined {
  const { sessionId } = (typeof data === 'object' && data !== null ? data : {}) as { readonly sessionId?: unknown }
  return typeof sessionId === 'string' ? sessionId : undefined
}
