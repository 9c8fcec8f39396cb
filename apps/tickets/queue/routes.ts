import { checked } from '@millrace/client/http'
import { receiveEvents } from '@millrace/client/cloudevents'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { sessionId } from '../contract/events.ts'
import type { Place } from '../contract/waiting-room.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { hear } from '../receive.ts'
import { type Arrival, finish, isHere, join, leave, take } from './decide.ts'
import type { Doorman } from './doorman.ts'
import { SOURCE } from './events.ts'
import type { JoinGuard } from './join-guard.ts'
import { type RoomView, placeOf, positionOf, saleOf, sizeOf } from './place.ts'
import { publicKeys } from './signing.ts'

export interface QueueRoutes {
  readonly view: RoomView
  readonly ledger: Ledger
  readonly doorman: Doorman
  readonly guard: JoinGuard
  readonly placesPerClient: number
}

const LISTED_MOST = 1000

const named = z.object({ sessionId })
const joining = named.extend({
  client: z
    .string()
    .regex(/^[\w.:-]{1,100}$/u, 'must be a hash: 1 to 100 letters, digits, dots, colons, dashes')
    .optional(),
  mock: z.boolean().optional(),
})
const asked = z.object({ sessionIds: z.array(sessionId).max(10_000, 'must be at most 10,000') })

/** What people and their pages ask the queue. */
export function queueRoutes(app: FastifyInstance, routes: QueueRoutes): void {
  const { view } = routes
  receiveEvents(app, eventRoutes(routes))
  app.get('/', () => [...waiting(routes)].map((each) => ({ sessionId: each })))
  app.get('/sale', () => saleOf(view))
  app.get('/keys', () => publicKeys(view.model.keys.values()))
  app.get<{ Params: { sessionId: string } }>('/:sessionId', ({ params }) => {
    const { sessionId } = checked(named, params)
    return look(routes, sessionId)
  })
  app.post('/positions', ({ body }) => {
    const { sessionIds } = checked(asked, body)
    const places = sessionIds.map((sessionId) => {
      const visitor = view.model.visitors.get(sessionId)
      routes.doorman.seen(sessionId)
      return [sessionId, visitor?.status ?? 'unknown', positionOf(view.model, visitor)]
    })
    return { places, size: sizeOf(view.model) }
  })
}

function eventRoutes(routes: QueueRoutes) {
  const end = (sessionId: string, announced: boolean) => abandon(routes, sessionId, announced)
  return [
    hear({
      url: '/join',
      type: 'Queue.CustomerJoined',
      own: SOURCE,
      onEvent: ({ sessionId }) => enter(routes, { sessionId, announced: true }),
      onPlain: (body) => enter(routes, { ...checked(joining, body), announced: false }),
    }),
    hear({
      url: '/abandon',
      type: 'Queue.CustomerAbandoned',
      own: SOURCE,
      onEvent: ({ sessionId }) => end(sessionId, true),
      onPlain: (body) => end(checked(named, body).sessionId, false),
    }),
    hear({
      url: '/finished',
      type: 'Tickets.Emitted',
      own: SOURCE,
      onEvent: ({ sessionId }) => finished(routes, sessionId),
      onPlain: (body) => finished(routes, checked(named, body).sessionId),
    }),
  ]
}

async function enter(routes: QueueRoutes, arrival: Arrival): Promise<Place> {
  const { view, ledger, doorman, guard, placesPerClient } = routes
  const { model, statistics } = view
  const { sessionId } = arrival
  try {
    guard.pass(sessionId)
    const known = isHere(model.visitors.get(sessionId))
    const outcome = known ? 'repeated' : await ledger.change((now) => join(model, arrival, placesPerClient, now))
    if (outcome === 'repeated') statistics.repeatedJoins += 1
  } catch (error) {
    statistics.refusedJoins += 1
    throw error
  }
  doorman.seen(sessionId)
  doorman.wake()
  return placeOf(view, sessionId)
}

async function abandon({ view, ledger, doorman }: QueueRoutes, sessionId: string, announced: boolean): Promise<Place> {
  await ledger.change((now) => leave(view.model, sessionId, 'left', announced, now))
  doorman.wake()
  return placeOf(view, sessionId)
}

async function finished({ view, ledger, doorman }: QueueRoutes, sessionId: string): Promise<Place> {
  await ledger.change((now) => finish(view.model, sessionId, now))
  doorman.wake()
  return placeOf(view, sessionId)
}

/** Asking keeps the place; the first look at a token takes the offer, and is durable before the token is given. */
async function look({ view, ledger, doorman }: QueueRoutes, sessionId: string): Promise<Place> {
  const visitor = view.model.visitors.get(sessionId)
  doorman.seen(sessionId)
  if (visitor?.status === 'admitted' && visitor.takenAt === undefined) {
    await ledger.change((now) => take(view.model, sessionId, now))
  }
  return placeOf(view, sessionId)
}

function* waiting({ view: { model } }: QueueRoutes): Generator<string> {
  let left = LISTED_MOST
  for (const { sessionId, status } of model.visitors.values()) {
    if (status !== 'waiting' && status !== 'early') continue
    if (left-- === 0) return
    yield sessionId
  }
}
