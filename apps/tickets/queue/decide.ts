import { problem } from '@millrace/client/http'
import { hex, type Random } from '@millrace/kernel'
import type { Change, Put } from '../ledger/change.ts'
import { tell } from './events.ts'
import { type QueueModel, tables } from './model.ts'
import { type Visitor, shuffledEarly } from './room.ts'

/** How a visitor came. `announced`: an event that others heard too said it, so it is not told again. */
export interface Arrival {
  readonly sessionId: string
  readonly client?: string | undefined
  readonly mock?: boolean | undefined
  readonly announced: boolean
}

const HERE: ReadonlySet<Visitor['status']> = new Set(['early', 'waiting', 'admitted'])

const VISITORS_MOST = 1_000_000

/** Holds a place or a token. */
export const isHere = (visitor: Visitor | undefined): boolean => visitor !== undefined && HERE.has(visitor.status)

const row = (visitor: Visitor): Put => ({ table: tables.visitors, key: visitor.sessionId, value: visitor })

/** Gives a place, or the one that is held already. @throws Problem SALE_CLOSED, REMOVED, TOO_MANY_PLACES, ROOM_FULL */
export function join(
  model: QueueModel,
  { sessionId, client, mock, announced }: Arrival,
  placesPerClient: number,
  now: number,
): Change<'joined' | 'repeated'> {
  const { room } = model
  const known = model.visitors.get(sessionId)
  if (isHere(known)) return { answer: 'repeated' }
  if (known?.status === 'removed') throw refused(403, 'REMOVED', 'an operator removed this session from the sale')
  if (room.closed || room.draining) throw refused(409, 'SALE_CLOSED', 'nobody can join this sale any more')
  if (client !== undefined && placesPerClient > 0 && model.placesOf(client) >= placesPerClient) {
    throw refused(429, 'TOO_MANY_PLACES', `one client holds at most ${placesPerClient} places`)
  }
  if (model.visitors.size >= VISITORS_MOST && known === undefined) {
    throw refused(503, 'ROOM_FULL', `the waiting room holds ${VISITORS_MOST} sessions`)
  }
  const arrival = model.arrivals + 1
  const early = room.openedAt === undefined
  const visitor: Visitor = {
    sessionId,
    arrival,
    joinedAt: now,
    early,
    status: early ? 'early' : 'waiting',
    ...(client !== undefined && { client }),
    ...(mock === true && { mock }),
  }
  const event = tell('Queue.CustomerJoined', `${room.room}-${arrival}`, { sessionId }, now)
  return { puts: [row(visitor)], tell: announced ? [] : [event], answer: 'joined' }
}

/** Ends a visit: `left` by themselves, `lapsed` (not heard of), `expired` (token), `removed` by an operator. */
export function leave(
  model: QueueModel,
  sessionId: string,
  reason: 'left' | 'lapsed' | 'expired' | 'removed',
  announced: boolean,
  now: number,
): Change<boolean> {
  const visitor = model.visitors.get(sessionId)
  if (visitor === undefined || !isHere(visitor)) return { answer: false }
  const status = reason === 'left' ? 'abandoned' : reason === 'removed' ? 'removed' : 'lapsed'
  const fact = `${model.room.room}-${visitor.arrival}`
  const event = tell('Queue.CustomerAbandoned', fact, { sessionId, reason }, now)
  return { puts: [row({ ...visitor, status, leftAt: now })], tell: announced ? [] : [event], answer: true }
}

/** Has bought: the slot is free. Also when the token had ended meanwhile. */
export function finish(model: QueueModel, sessionId: string, now: number): Change<boolean> {
  const visitor = model.visitors.get(sessionId)
  if (visitor?.turn === undefined || visitor.status === 'finished') return { answer: false }
  return { puts: [row({ ...visitor, status: 'finished', leftAt: now })], answer: true }
}

/** The first look at the token: the offer is taken. */
export function take(model: QueueModel, sessionId: string, now: number): Change<undefined> {
  const visitor = model.visitors.get(sessionId)
  if (visitor?.status !== 'admitted' || visitor.takenAt !== undefined) return { answer: undefined }
  return { puts: [row({ ...visitor, takenAt: now })], answer: undefined }
}

/** The sale opens: those who came early get their numbers by lot. */
export function open(model: QueueModel, now: number): Change<number> {
  const { room } = model
  if (room.openedAt !== undefined) return { answer: 0 }
  const early = [...model.visitors.values()].filter(({ status }) => status === 'early')
  const sessionIds = shuffledEarly(
    room.seed,
    early.map(({ sessionId }) => sessionId),
  )
  return {
    puts: [
      { table: tables.room, key: 'current', value: { ...room, openedAt: now } },
      { table: tables.order, key: 'current', value: { sessionIds } },
    ],
    answer: early.length,
  }
}

export interface Admission {
  readonly tokenMs: number
  readonly kid: string
  readonly random: Random
}

/** Lets the next one in. */
export function admit(
  model: QueueModel,
  { tokenMs, kid, random }: Admission,
  now: number,
): Change<Visitor | undefined> {
  const visitor = model.next()
  if (visitor === undefined) return { answer: undefined }
  const { sessionId } = visitor
  const turn = model.turns + 1
  const admitted: Visitor = {
    ...visitor,
    status: 'admitted',
    admittedAt: now,
    turn,
    jti: hex(random.bytes(16)),
    kid,
    tokenExpiresAt: now + tokenMs,
  }
  const number = model.numberOf(visitor) ?? 0
  const event = tell('Queue.CustomerExited', `${model.room.room}-${turn}`, { sessionId, number }, now)
  return { puts: [row(admitted)], tell: [event], answer: admitted }
}

const refused = (status: number, code: string, detail: string) => problem(status, 'Not taken', detail, { code })
