import { checked, problem } from '@millrace/client/http'
import { uuidV4, type Random } from '@millrace/kernel'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { placeStatuses, roomSettings, type AuditEntry, type Place, type Sale } from '../contract/waiting-room.ts'
import type { Change, Put } from '../ledger/change.ts'
import { join, leave, open } from './decide.ts'
import { type QueueModel, tables } from './model.ts'
import { placeOf, saleOf } from './place.ts'
import { newRoom, type Room } from './room.ts'
import type { QueueRoutes } from './routes.ts'
import { newSigningKey } from './signing.ts'

export interface OperatorRoutes extends QueueRoutes {
  readonly random: Random
}

const listed = z.object({
  status: z.enum(placeStatuses).optional(),
  after: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(10_000).default(100),
})
const mocked = z.object({ count: z.int().min(1).max(100_000) })
const anew = z.object({ opensAt: z.iso.datetime({ offset: true }).optional() })
/** Tells the entries of one moment apart, and keeps them in order. */
const PLACES = 6

/** What changes the room, and who did it. */
export function operatorRoutes(app: FastifyInstance, routes: OperatorRoutes): void {
  const { model } = routes.view
  sessionRoutes(app, routes)
  app.post('/operator/settings', (request) => {
    const { opensAt, ...given } = checked(roomSettings, request.body)
    if (opensAt !== undefined && model.room.openedAt !== undefined) {
      throw problem(409, 'Open already', 'the sale is open: its opening cannot be moved', { code: 'SALE_OPEN' })
    }
    const changes = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
    const at = opensAt === undefined ? {} : { opensAt: Date.parse(opensAt) }
    return change(routes, request, 'settings', { ...changes, ...at })
  })
  const switches = {
    pause: { paused: true },
    resume: { paused: false },
    drain: { draining: true },
    close: { closed: true },
  } as const satisfies Record<string, Partial<Room>>
  for (const [name, changes] of Object.entries(switches)) {
    app.post(`/operator/${name}`, (request) => change(routes, request, name, changes))
  }
  app.post('/operator/open', (request) => reopen(routes, request))
  app.post('/operator/rotate', (request) => rotate(routes, request))
  app.post('/operator/reset', (request) => reset(routes, request))
  app.get('/operator/audit', () => ({ items: model.audit.toReversed() }))
}

function sessionRoutes(app: FastifyInstance, routes: OperatorRoutes): void {
  const { view, ledger, doorman } = routes
  app.get('/operator/sessions', ({ query }) => {
    const { status, after, limit } = checked(listed, query)
    const least = after === undefined ? 0 : Number(after)
    const found = [...view.model.visitors.values()]
      .filter((visitor) => (status === undefined || visitor.status === status) && visitor.arrival > least)
      .sort((a, b) => a.arrival - b.arrival)
    const items = found.slice(0, limit).map((visitor) => ({
      sessionId: visitor.sessionId,
      status: visitor.status,
      number: view.model.numberOf(visitor),
      turn: visitor.turn,
      joinedAt: new Date(visitor.joinedAt).toISOString(),
      mock: visitor.mock === true,
    }))
    const last = found[limit - 1]
    return { items, ...(found.length > limit && last !== undefined && { next: String(last.arrival) }) }
  })
  app.post<ById>('/operator/sessions/:sessionId/remove', (request) => remove(routes, request))
  app.post('/operator/mock', async (request, reply) => {
    const { count } = checked(mocked, request.body)
    const arrivals = Array.from({ length: count }, () => ({
      sessionId: `mock-${uuidV4(routes.random)}`,
      mock: true,
      announced: false,
    }))
    await Promise.all(arrivals.map((arrival) => ledger.change((now) => join(view.model, arrival, 0, now))))
    doorman.wake()
    return reply.code(201).send({ joined: count })
  })
}

type ById = { Params: { sessionId: string } }

async function remove(routes: OperatorRoutes, request: FastifyRequest<ById>): Promise<Place> {
  const { view, ledger, doorman } = routes
  const { sessionId } = request.params
  await ledger.change((now) => {
    const left = leave(view.model, sessionId, 'removed', false, now)
    const audit = audited(view.model, request, now, 'remove', undefined, sessionId)
    return { ...left, puts: [...(left.puts ?? []), audit] }
  })
  doorman.wake()
  return placeOf(view, sessionId)
}

async function rotate({ view, ledger, random }: OperatorRoutes, request: FastifyRequest): Promise<{ kid: string }> {
  const key = newSigningKey(random, view.now())
  const put: Put = { table: tables.keys, key: key.kid, value: key }
  await ledger.change((now) => ({
    puts: [put, audited(view.model, request, now, 'rotate', undefined, key.kid)],
    answer: undefined,
  }))
  return { kid: key.kid }
}

async function change(
  routes: OperatorRoutes,
  request: FastifyRequest,
  what: string,
  changes: Partial<Room>,
): Promise<Sale> {
  const { view, ledger, doorman } = routes
  await ledger.change((now) => {
    const { room } = view.model
    const before = Object.fromEntries(Object.keys(changes).map((name) => [name, room[name as keyof Room]]))
    const next: Room = { ...room, ...changes }
    return {
      puts: [
        { table: tables.room, key: 'current', value: next },
        audited(view.model, request, now, what, before, changes),
      ],
      answer: undefined,
    }
  })
  doorman.armOpening()
  doorman.wake()
  return saleOf(view)
}

/** Opens the doors: for the first time, or after they were closed. */
async function reopen(routes: OperatorRoutes, request: FastifyRequest): Promise<Sale> {
  const { view, ledger } = routes
  await ledger.change((now) => open(view.model, now))
  return change(routes, request, 'open', { closed: false, draining: false, paused: false })
}

async function reset(routes: OperatorRoutes, request: FastifyRequest): Promise<Sale> {
  const { view, ledger, doorman, random } = routes
  const { opensAt } = checked(anew, request.body)
  doorman.forget()
  await ledger.change((now): Change<undefined> => {
    const { model } = view
    const gone = [...model.visitors.keys()].map((key): Put => ({ table: tables.visitors, key, value: undefined }))
    const room = newRoom(random, opensAt === undefined ? now : Date.parse(opensAt), model.room)
    return {
      puts: [
        ...gone,
        { table: tables.order, key: 'current', value: undefined },
        { table: tables.room, key: 'current', value: room },
        audited(model, request, now, 'reset', model.room.room, room.room),
      ],
      answer: undefined,
    }
  })
  doorman.armOpening()
  return saleOf(view)
}

function audited(
  model: QueueModel,
  request: Pick<FastifyRequest, 'headers'>,
  now: number,
  what: string,
  before: unknown,
  after: unknown,
): Put {
  const named = request.headers['x-operator']
  const who = (typeof named === 'string' ? named : 'operator').slice(0, 100)
  const value: AuditEntry = { at: new Date(now).toISOString(), who, what, before, after }
  const key = `${String(now).padStart(16, '0')}-${String(model.audit.length).padStart(PLACES, '0')}`
  return { table: tables.audit, key, value }
}
