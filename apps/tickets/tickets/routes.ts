import { receiveEvents } from '@millrace/client/cloudevents'
import { checked, problem } from '@millrace/client/http'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { eventData, reservationId, sessionId } from '../contract/events.ts'
import { cardSchema, reservationStatuses } from '../contract/shop.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { type Heard, hear } from '../receive.ts'
import type { EarlyPayments } from './early-payments.ts'
import { SOURCE } from './events.ts'
import { type Note, type TicketsModel, tables } from './model.ts'
import { toWire } from './order.ts'
import { issue, known } from './pay.ts'
import { orderRow } from './reserve.ts'
import type { Shop } from './shop.ts'

export interface TicketsRoutes {
  readonly shop: Shop
  readonly model: TicketsModel
  readonly ledger: Ledger
  readonly early: EarlyPayments
}

const ofReservation = z.object({ sessionId, reservationId })
const paying = ofReservation.extend({ card: cardSchema.optional(), cc: z.string().optional() })
const listed = z.object({
  sessionId: sessionId.optional(),
  status: z.enum(reservationStatuses).optional(),
  after: z.coerce.number().int().optional(),
  limit: z.coerce.number().int().min(1).max(10_000).default(100),
})
const scanned = z.object({ code: z.string() })

/** What customers, their pages and the entrance ask the shop. */
export function ticketsRoutes(app: FastifyInstance, routes: TicketsRoutes): void {
  const { shop, model } = routes
  receiveEvents(app, [...saleEvents(routes), ...otherEvents(routes)])
  app.post('/cancel', ({ body }) => {
    const given = checked(ofReservation, body)
    return shop.cancel(given.sessionId, given.reservationId)
  })
  app.get<{ Params: { reservationId: string } }>('/reservations/:reservationId', ({ params, query }) => {
    const of = checked(z.object({ sessionId }), query)
    return shop.show(known(model, params.reservationId, of.sessionId))
  })
  app.get('/reservations', ({ query }) => list(routes, query))
  app.get('/stock', () => shop.stock())
  app.post('/tickets/scan', ({ body }) => scan(routes, checked(scanned, body).code))
  app.get('/follow-ups', () => ({ items: [...model.followUps.values()].map(noteView) }))
  app.get('/notifications', ({ query }) => {
    const { sessionId: of } = checked(listed, query)
    const notes = [...model.notes.values()].filter((note) => of === undefined || note.sessionId === of)
    return { items: notes.sort((a, b) => a.at - b.at).map(noteView) }
  })
}

const bearer = ({ headers }: FastifyRequest): string | undefined =>
  /^Bearer (\S+)$/iu.exec(headers.authorization ?? '')?.[1]

/** A card as the originals' page sends it. */
const cardOf = (cc: string | undefined) => (cc === undefined ? undefined : checked(cardSchema, { number: cc }))

function saleEvents({ shop, early }: TicketsRoutes) {
  return [
    hear({
      url: '/reserve',
      type: 'Tickets.Reserved',
      own: SOURCE,
      onEvent: async ({ admission, ...command }) => {
        const { reservation } = await shop.reserve({ ...command, announced: true }, admission)
        return reservation
      },
      onPlain: async (body, request, reply) => {
        const { admission, ...command } = checked(eventData['Tickets.Reserved'], body)
        const { reservation, made } = await shop.reserve({ ...command, announced: false }, bearer(request) ?? admission)
        reply.code(made ? 201 : 200)
        return reservation
      },
    }),
    hear({
      url: '/checkout',
      type: 'Tickets.PaymentRequested',
      own: SOURCE,
      onEvent: (data) => {
        const { sessionId, reservationId, cc } = data
        const card = cardOf(cc)
        return early.begin(reservationId, () => shop.checkout({ sessionId, reservationId, announced: true }, card))
      },
      onPlain: (body, _request, reply) => {
        const { sessionId, reservationId, card, cc } = checked(paying, body)
        reply.code(202)
        return shop.checkout({ sessionId, reservationId, announced: false }, card ?? cardOf(cc))
      },
    }),
  ]
}

function otherEvents({ shop, model, ledger }: TicketsRoutes) {
  const cleanUp = async (of: string) => ({ released: await shop.cleanUp(of) })
  const keep = (table: string, key: string, note: Omit<Note, 'at'>) =>
    ledger.change((now) => ({ puts: [{ table, key, value: { at: now, ...note } }], answer: { kept: true } }))
  return [
    hear({
      url: '/tickets/emit',
      type: 'Tickets.Emitted',
      own: SOURCE,
      // Told by a process: what is paid is issued, what is issued already stays so, and nothing else is.
      onEvent: ({ reservationId }) => ledger.change((now) => ({ ...issue(model, reservationId, now), answer: {} })),
    }),
    hear({
      url: '/transfers',
      type: 'MoneyTransfer.Accepted',
      own: SOURCE,
      // Anybody can say so: what counts is what payments says.
      onEvent: ({ sessionId, reservationId }) => shop.askPayments(sessionId, reservationId),
    }),
    hear({
      url: '/notifications',
      type: 'Notifications.Requested',
      own: 'nobody',
      onEvent: (data, heard) => keep(tables.notes, noteKey(heard), data),
    }),
    hear({
      url: '/follow-ups',
      type: 'Customer.FollowUpBooked',
      own: SOURCE,
      onEvent: (data, heard) => keep(tables.followUps, data.reservationId ?? noteKey(heard), data),
    }),
    hear({
      url: '/sessions/cleanup',
      type: ['Session.CleanUp', 'Queue.CustomerAbandoned'],
      own: SOURCE,
      onEvent: (data) => cleanUp(data.sessionId),
      onPlain: (body) => cleanUp(checked(z.object({ sessionId }), body).sessionId),
    }),
  ]
}

/** An event that comes again is kept once. */
const noteKey = ({ source, id }: Heard): string => `${source}|${id}`

const noteView = ({ at, ...note }: Note) => ({ at: new Date(at).toISOString(), ...note })

/** A customer's reservations with their tickets; without a session everybody's, without codes. */
function list({ shop, model }: TicketsRoutes, query: unknown) {
  const { sessionId: of, status, after = 0, limit } = checked(listed, query)
  if (of !== undefined) {
    const own = model.ordersOf(of).sort((a, b) => b.number - a.number)
    return { items: own.map((order) => shop.show(order)) }
  }
  const found = [...model.orders.values()]
    .filter((order) => order.number > after && (status === undefined || order.status === status))
    .sort((a, b) => a.number - b.number)
  const last = found[limit - 1]
  const items = found.slice(0, limit).map((order) => toWire(order))
  return { items, ...(found.length > limit && last !== undefined && { next: String(last.number) }) }
}

/** Lets a ticket in, once. */
async function scan({ shop, model, ledger }: TicketsRoutes, code: string) {
  const { ticketId, reservationId: of } = shop.codes.read(code)
  return ledger.change((now) => {
    const order = model.orders.get(of)
    if (order?.status !== 'issued') {
      throw problem(403, 'Not a ticket', 'this ticket is of another sale', { code: 'CODE_FORGED' })
    }
    const before = order.scans?.[ticketId]
    if (before !== undefined) {
      const text = `${ticketId} was let in at ${new Date(before).toISOString()}`
      throw problem(409, 'Let in already', text, { code: 'SCANNED_ALREADY' })
    }
    const next = { ...order, scans: { ...order.scans, [ticketId]: now } }
    const { ticketsType } = order
    return { puts: [orderRow(next)], answer: { ticketId, ticketsType, scannedAt: new Date(now).toISOString() } }
  })
}
