import type { Payment, Reservation, Stock } from '../../contract/shop.ts'
import type { AuditEntry, Place, PlaceStatus, Sale } from '../../contract/waiting-room.ts'
import type { TestCard } from '../view.ts'
import { type Caller, callerOf } from './call.ts'

/** Someone in the queue, as operators see them. */
export interface Waiting {
  readonly sessionId: string
  readonly status: PlaceStatus
  readonly number?: number
  readonly joinedAt: string
  readonly mock: boolean
}

export interface Page<T> {
  readonly items: readonly T[]
  readonly next?: string | number
}

export interface Positions {
  readonly places: readonly (readonly [sessionId: string, status: PlaceStatus, position: number])[]
  readonly size: number
}

/** What is bought: the client’s choice, checked by tickets. */
export interface Choice {
  readonly ticketsType?: unknown
  readonly ticketsQuantity?: unknown
}

export type RoomCommand = 'pause' | 'resume' | 'drain' | 'close' | 'open'

/** The three services behind the pages. All methods throw `Problem` (refused) or `SilentService`. */
export interface Services {
  readonly queue: {
    sale(): Promise<Sale>
    place(sessionId: string): Promise<Place>
    positions(sessionIds: readonly string[]): Promise<Positions>
    join(sessionId: string, client: string): Promise<Place>
    leave(sessionId: string): Promise<Place>
    sessions(query: string): Promise<Page<Waiting>>
    remove(sessionId: string): Promise<Place>
    settings(change: object): Promise<Sale>
    command(command: RoomCommand): Promise<Sale>
    mock(count: unknown): Promise<{ readonly joined: number }>
    reset(how: object): Promise<Sale>
    audit(): Promise<Page<AuditEntry>>
  }
  readonly tickets: {
    stock(): Promise<Stock>
    reservations(sessionId: string): Promise<readonly Reservation[]>
    reserve(reservationId: string, sessionId: string, token: string, choice: Choice): Promise<Reservation>
    checkout(reservationId: string, sessionId: string, token: string | undefined, card?: object): Promise<unknown>
    cancel(reservationId: string, sessionId: string): Promise<Reservation>
    reset(): Promise<Stock>
  }
  readonly payments: {
    status(reservationId: string): Promise<Payment>
    cards(): Promise<readonly TestCard[]>
    transfers(): Promise<readonly Payment[]>
    /** The bank says that the money is there. */
    arrived(reservationId: string): Promise<Payment>
    reset(): Promise<unknown>
  }
}

export interface ServiceUrls {
  readonly QUEUE_URL: string
  readonly TICKETS_URL: string
  readonly PAYMENTS_URL: string
}

const OPERATOR = { 'x-operator': 'back office' }

/** The services over their REST API (api.md). */
export function httpServices(urls: ServiceUrls): Services {
  return {
    queue: queueOver(callerOf('queue', urls.QUEUE_URL)),
    tickets: ticketsOver(callerOf('tickets', urls.TICKETS_URL)),
    payments: paymentsOver(callerOf('payments', urls.PAYMENTS_URL)),
  }
}

const post = (body: object = {}, headers: Readonly<Record<string, string | undefined>> = {}) =>
  ({ method: 'POST', body, headers }) as const

const id = encodeURIComponent

function queueOver(ask: Caller): Services['queue'] {
  return {
    sale: () => ask('/sale'),
    place: (sessionId) => ask(`/${id(sessionId)}`),
    positions: (sessionIds) => ask('/positions', post({ sessionIds })),
    join: (sessionId, client) => ask('/join', post({ sessionId, client })),
    leave: (sessionId) => ask('/abandon', post({ sessionId })),
    sessions: (query) => ask(`/operator/sessions${query}`),
    remove: (sessionId) => ask(`/operator/sessions/${id(sessionId)}/remove`, post({}, OPERATOR)),
    settings: (change) => ask('/operator/settings', post(change, OPERATOR)),
    command: (command) => ask(`/operator/${command}`, post({}, OPERATOR)),
    mock: (count) => ask('/operator/mock', post({ count }, OPERATOR)),
    reset: (how) => ask('/operator/reset', post(how, OPERATOR)),
    audit: () => ask('/operator/audit'),
  }
}

const bearer = (token: string | undefined) => ({ authorization: token === undefined ? undefined : `Bearer ${token}` })

function ticketsOver(ask: Caller): Services['tickets'] {
  return {
    stock: () => ask('/stock'),
    reservations: async (sessionId) => (await ask<Page<Reservation>>(`/reservations?sessionId=${id(sessionId)}`)).items,
    reserve: (reservationId, sessionId, token, { ticketsType, ticketsQuantity }) =>
      ask('/reserve', post({ reservationId, sessionId, ticketsType, ticketsQuantity }, bearer(token))),
    checkout: (reservationId, sessionId, token, card) =>
      ask('/checkout', post({ reservationId, sessionId, card }, bearer(token))),
    cancel: (reservationId, sessionId) => ask('/cancel', post({ reservationId, sessionId })),
    reset: () => ask('/operator/reset', post({}, OPERATOR)),
  }
}

function paymentsOver(ask: Caller): Services['payments'] {
  return {
    status: (reservationId) => ask(`/api/${id(reservationId)}/status`),
    cards: () => ask('/cards'),
    transfers: async () => (await ask<Page<Payment>>('/payments?status=awaiting&method=transfer')).items,
    arrived: (reservationId) => ask(`/api/${id(reservationId)}/transfer`, post({}, OPERATOR)),
    reset: () => ask('/operator/reset', post({}, OPERATOR)),
  }
}
