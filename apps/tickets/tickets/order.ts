import type { Reservation, ReservationStatus, Ticket, TicketsType } from '../contract/shop.ts'
import { currency } from '../contract/shop.ts'

/** A reservation as the service keeps it. Times are ms since epoch, money is in cents. */
export interface Order {
  readonly reservationId: string
  readonly sessionId: string
  /** Counts orders, from 1. */
  readonly number: number
  readonly ticketsType: TicketsType
  readonly ticketsQuantity: number
  readonly unitPrice: number
  readonly status: ReservationStatus
  readonly method: 'card' | 'transfer'
  readonly heldAt: number
  readonly expiresAt: number
  readonly reminders: number
  readonly declined: number
  readonly reason?: string
  /** The admission that it was made with. */
  readonly jti?: string
  readonly paidAt?: number
  readonly issuedAt?: number
  /** Entrances by index of the ticket. */
  readonly scans?: Readonly<Record<string, number>>
}

/** What an order takes from its type's stock. */
export function claimOf({ status }: Pick<Order, 'status'>): 'held' | 'sold' | 'none' {
  switch (status) {
    case 'held':
    case 'paying':
      return 'held'
    case 'paid':
    case 'issued':
      return 'sold'
    case 'cancelled':
    case 'expired':
    case 'failed':
    case 'refunded':
      return 'none'
  }
}

/** Ids of an order's tickets. */
export const ticketIds = ({ reservationId, ticketsQuantity }: Order): string[] =>
  Array.from({ length: ticketsQuantity }, (_, index) => `${reservationId}.${index + 1}`)

const iso = (ms: number): string => new Date(ms).toISOString()

/** The order as its customer sees it; codes only with `code`, and when the tickets are issued. */
export function toWire(order: Order, code?: (ticketId: string, ticketsType: TicketsType) => string): Reservation {
  const { unitPrice, ticketsQuantity, ticketsType, status, scans = {}, reason } = order
  const tickets = (ticketId: string): Ticket => {
    const scannedAt = scans[ticketId]
    return {
      ticketId,
      code: code?.(ticketId, ticketsType) ?? '',
      ...(scannedAt !== undefined && { scannedAt: iso(scannedAt) }),
    }
  }
  return {
    reservationId: order.reservationId,
    sessionId: order.sessionId,
    ticketsType,
    ticketsQuantity,
    status,
    unitPrice,
    amount: unitPrice * ticketsQuantity,
    currency,
    method: order.method,
    heldAt: iso(order.heldAt),
    expiresAt: iso(order.expiresAt),
    reminders: order.reminders,
    declined: order.declined,
    ...(reason !== undefined && { reason }),
    tickets: status === 'issued' ? ticketIds(order).map(tickets) : [],
  }
}
