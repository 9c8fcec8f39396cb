import { invariant } from '@millrace/kernel'
import { type TicketsType, type TypeStock, ticketsTypes } from '../contract/shop.ts'
import type { Model, Put } from '../ledger/change.ts'
import { type Order, claimOf } from './order.ts'

/** What is for sale; a reset makes another. */
export interface Offer {
  readonly sale: string
  readonly types: readonly {
    readonly ticketsType: TicketsType
    readonly price: number
    readonly capacity: number
  }[]
}

/** A message to a customer, or a call that was booked. */
export interface Note {
  readonly at: number
  readonly sessionId: string
  readonly reservationId?: string | undefined
  readonly kind?: string | undefined
  readonly text?: string | undefined
}

export const tables = {
  offer: 'offer',
  orders: 'orders',
  spent: 'spent',
  keys: 'keys',
  notes: 'notes',
  followUps: 'followUps',
} as const

/** The key that signs tickets. */
export interface TicketKey {
  readonly kid: string
  readonly privateKey: string
}

interface Claims {
  held: number
  sold: number
}

/** Stock and orders in memory: a function of their rows. */
export class TicketsModel implements Model {
  readonly orders = new Map<string, Order>()
  /** Admissions whose tickets have been issued. */
  readonly spent = new Set<string>()
  readonly notes = new Map<string, Note>()
  readonly followUps = new Map<string, Note>()
  #offer: Offer | undefined
  key: TicketKey | undefined
  readonly #claims = new Map<TicketsType, Claims>(ticketsTypes.map((type) => [type, { held: 0, sold: 0 }]))
  readonly #bySession = new Map<string, Set<string>>()
  /** Hears of every order that changes. */
  onOrder: ((order: Order) => void) | undefined
  /** The highest number of an order, and reservations that hold tickets. */
  numbers = 0
  open = 0

  get offer(): Offer {
    invariant(this.#offer !== undefined, 'a ticket shop has an offer')
    return this.#offer
  }

  get hasOffer(): boolean {
    return this.#offer !== undefined
  }

  /** available + held + sold = capacity. */
  stockOf(type: TicketsType): TypeStock {
    const { price = 0, capacity = 0 } = this.offer.types.find(({ ticketsType }) => ticketsType === type) ?? {}
    const { held, sold } = this.#claims.get(type) ?? { held: 0, sold: 0 }
    return { ticketsType: type, price, capacity, available: capacity - held - sold, held, sold }
  }

  ordersOf(sessionId: string): Order[] {
    const ids = this.#bySession.get(sessionId) ?? []
    return [...ids].flatMap((id) => this.orders.get(id) ?? [])
  }

  apply({ table, key, value }: Put): void {
    switch (table) {
      case tables.orders:
        this.#order(key, value as Order | undefined)
        return
      case tables.offer:
        this.#offer = value as Offer
        return
      case tables.spent:
        this.spent.add(key)
        return
      case tables.keys:
        this.key = value as TicketKey
        return
      case tables.notes:
        this.notes.set(key, value as Note)
        return
      case tables.followUps:
        this.followUps.set(key, value as Note)
        return
      default:
        invariant(false, 'a ticket shop knows its tables', table)
    }
  }

  #order(reservationId: string, order: Order | undefined): void {
    const before = this.orders.get(reservationId)
    if (before !== undefined) this.#claim(before, -1)
    if (order === undefined) {
      this.orders.delete(reservationId)
      this.#bySession.get(before?.sessionId ?? '')?.delete(reservationId)
      return
    }
    this.orders.set(reservationId, order)
    this.#claim(order, 1)
    this.numbers = Math.max(this.numbers, order.number)
    const ofSession = this.#bySession.get(order.sessionId) ?? new Set()
    this.#bySession.set(order.sessionId, ofSession.add(reservationId))
    this.onOrder?.(order)
  }

  #claim(order: Order, by: 1 | -1): void {
    const claims = this.#claims.get(order.ticketsType)
    const claim = claimOf(order)
    if (claims === undefined || claim === 'none') return
    claims[claim] += by * order.ticketsQuantity
    if (claim === 'held') this.open += by
  }
}
