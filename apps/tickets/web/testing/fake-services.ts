import { problem } from '@millrace/client/http'
import type { Clocks } from '@millrace/kernel'
import { type Payment, type Reservation, type Stock, TRANSFER_FROM, type TicketsType } from '../../contract/shop.ts'
import type { Place, PlaceStatus, Sale } from '../../contract/waiting-room.ts'
import { SilentService } from '../services/call.ts'
import type { Services } from '../services/services.ts'
import type { ServiceName } from '../view.ts'

const HOLD_MS = 120_000
const TOKEN_MS = 600_000
const prices: Readonly<Record<TicketsType, number>> = {
  standing: 12_350,
  'balcony 1': 18_900,
  'balcony 2': 9900,
  'far away': 5900,
}

/** The three services in memory, without their cares: what the pages do is decided here by hand. */
export class FakeServices implements Services {
  readonly clocks: Clocks
  /** In the order in which they are served. */
  readonly line: string[] = []
  readonly statuses = new Map<string, PlaceStatus>()
  readonly bought = new Map<string, Reservation>()
  readonly paid = new Map<string, Payment>()
  readonly silent = new Set<ServiceName>()
  readonly left: Record<TicketsType, number>
  change: Partial<Sale> = {}
  admittedTotal = 0

  constructor(clocks: Clocks, left: Partial<Record<TicketsType, number>> = {}) {
    this.clocks = clocks
    this.left = { standing: 100, 'balcony 1': 40, 'balcony 2': 40, 'far away': 12, ...left }
  }

  /** Lets the next ones in. */
  admit(count = 1): void {
    for (const sessionId of this.line.splice(0, count)) {
      this.statuses.set(sessionId, 'admitted')
      this.admittedTotal++
    }
  }

  set(reservationId: string, change: Partial<Reservation>): void {
    const known = this.bought.get(reservationId)
    if (known !== undefined) this.bought.set(reservationId, { ...known, ...change })
  }

  readonly queue: Services['queue'] = {
    sale: async () => this.#heard('queue', () => this.#sale()),
    place: async (sessionId) => this.#heard('queue', () => this.#place(sessionId)),
    positions: async (sessionIds) =>
      this.#heard('queue', () => {
        const places = sessionIds.map((each) => [each, this.#place(each).status, this.#place(each).position] as const)
        return { places, size: this.line.length }
      }),
    join: async (sessionId) =>
      this.#heard('queue', () => {
        const status = this.statuses.get(sessionId)
        if (status !== 'waiting' && status !== 'admitted' && status !== 'early') {
          this.line.push(sessionId)
          this.statuses.set(sessionId, this.change.state === 'before' ? 'early' : 'waiting')
        }
        return this.#place(sessionId)
      }),
    leave: async (sessionId) => this.#gone(sessionId, 'abandoned'),
    sessions: async () => ({
      items: [...this.statuses]
        .slice(0, 20)
        .map(([sessionId, status]) => ({ sessionId, status, joinedAt: this.#at(0), mock: false })),
    }),
    remove: async (sessionId) => this.#gone(sessionId, 'removed'),
    settings: async (change) => {
      this.change = { ...this.change, ...change }
      return this.#sale()
    },
    command: async (command) => {
      this.change = { ...this.change, state: command === 'pause' ? 'paused' : 'open' }
      return this.#sale()
    },
    mock: async (count) => {
      for (let each = 0; each < Number(count); each++) this.line.push(`mock-${each}`)
      return { joined: Number(count) }
    },
    reset: async () => {
      this.line.length = 0
      this.statuses.clear()
      return this.#sale()
    },
    audit: async () => ({ items: [] }),
  }

  readonly tickets: Services['tickets'] = {
    stock: async () => this.#heard('tickets', () => this.#stock()),
    reservations: async (sessionId) =>
      this.#heard('tickets', () =>
        [...this.bought.values()].filter((each) => each.sessionId === sessionId).toReversed(),
      ),
    reserve: async (reservationId, sessionId, token, { ticketsType, ticketsQuantity }) => {
      if (token !== `token of ${sessionId}`)
        throw problem(403, 'Forged', 'the token is forged', { code: 'TOKEN_FORGED' })
      const [type, count] = [ticketsType as TicketsType, Number(ticketsQuantity)]
      if (this.left[type] < count)
        throw problem(409, 'Sold out', 'there are not so many left', {
          code: 'SOLD_OUT',
          extensions: { soldOut: 'held' },
        })
      this.left[type] -= count
      const amount = prices[type] * count
      const method = count >= TRANSFER_FROM ? 'transfer' : 'card'
      const given = { reservationId, sessionId, ticketsType: type, ticketsQuantity: count, amount, method } as const
      const reservation: Reservation = {
        ...given,
        status: 'held',
        unitPrice: prices[type],
        currency: 'EUR',
        heldAt: this.#at(0),
        expiresAt: this.#at(HOLD_MS),
        reminders: 0,
        declined: 0,
        tickets: [],
      }
      this.bought.set(reservationId, this.bought.get(reservationId) ?? reservation)
      return reservation
    },
    checkout: async (reservationId, _sessionId, _token, card) => {
      const known = this.bought.get(reservationId)
      if (known === undefined) throw problem(404, 'No such reservation', `there is no ${reservationId}`)
      const { amount, method } = known
      const status = card === undefined ? 'awaiting' : 'processing'
      const times = { createdAt: this.#at(0), expiresAt: this.#at(HOLD_MS) }
      this.paid.set(reservationId, {
        reservationId,
        amount,
        method,
        status,
        reference: 'TL-4711',
        attempts: 1,
        ...times,
      })
      this.set(reservationId, { status: 'paying' })
      return {}
    },
    cancel: async (reservationId) => {
      this.set(reservationId, { status: 'cancelled' })
      return this.bought.get(reservationId) as Reservation
    },
    reset: async () => this.#stock(),
  }

  readonly payments: Services['payments'] = {
    status: async (reservationId) =>
      this.#heard('payments', () => {
        const known = this.paid.get(reservationId)
        if (known === undefined) throw problem(404, 'No such payment', `there is no ${reservationId}`)
        return known
      }),
    cards: async () => [{ number: '4242424242424242', does: 'approved' }],
    transfers: async () => [...this.paid.values()].filter(({ status }) => status === 'awaiting'),
    arrived: async (reservationId) => this.paid.get(reservationId) as Payment,
    reset: async () => ({}),
  }

  #heard<T>(service: ServiceName, answer: () => T): T {
    if (this.silent.has(service)) throw new SilentService(service, 'it was told to be silent')
    return answer()
  }

  #gone(sessionId: string, status: PlaceStatus): Place {
    const at = this.line.indexOf(sessionId)
    if (at !== -1) this.line.splice(at, 1)
    this.statuses.set(sessionId, status)
    return this.#place(sessionId)
  }

  #at(inMs: number): string {
    return new Date(this.clocks.domain.now() + inMs).toISOString()
  }

  #place(sessionId: string): Place {
    const status = this.statuses.get(sessionId) ?? 'unknown'
    const ahead = Math.max(0, this.line.indexOf(sessionId))
    const token = { token: `token of ${sessionId}`, tokenExpiresAt: this.#at(TOKEN_MS) }
    return {
      sessionId,
      status,
      position: status === 'waiting' ? ahead + 1 : status === 'admitted' ? 0 : -1,
      size: this.line.length,
      waitTime: -1,
      ahead,
      estimate: { p50: ahead * 3000, p90: ahead * 6000 },
      unlikely: false,
      ...(status === 'admitted' && token),
      nextPollMs: 2000,
    }
  }

  #sale(): Sale {
    const early = [...this.statuses.values()].filter((status) => status === 'early').length
    return {
      room: 'r1',
      state: 'open',
      now: this.#at(0),
      opensAt: this.#at(0),
      commitment: 'c0ffee'.repeat(10),
      size: this.line.length,
      early,
      waiting: this.line.length - early,
      admittedTotal: this.admittedTotal,
      active: [...this.statuses.values()].filter((status) => status === 'admitted').length,
      rate: 60,
      maxActive: 100,
      finished: 0,
      abandoned: 0,
      lapsed: 0,
      removed: 0,
      refusedJoins: 0,
      repeatedJoins: 0,
      wait: 'unknown',
      ...this.change,
    }
  }

  #stock(): Stock {
    const types = (Object.keys(prices) as TicketsType[]).map((ticketsType) => {
      const of = [...this.bought.values()].filter((each) => each.ticketsType === ticketsType)
      const count = (...statuses: readonly string[]) =>
        of.filter(({ status }) => statuses.includes(status)).reduce((sum, each) => sum + each.ticketsQuantity, 0)
      const [held, sold, available] = [count('held', 'paying'), count('paid', 'issued'), this.left[ticketsType]]
      return { ticketsType, price: prices[ticketsType], capacity: held + sold + available, available, held, sold }
    })
    const sum = (of: 'capacity' | 'available' | 'held' | 'sold') => types.reduce((total, each) => total + each[of], 0)
    const [available, held] = [sum('available'), sum('held')]
    const soldOut = available > 0 ? 'no' : held > 0 ? 'held' : 'final'
    const totals = { capacity: sum('capacity'), available, held, sold: sum('sold') }
    return { currency: 'EUR', ...totals, openReservations: 0, soldOut, types, refused: {} }
  }
}
