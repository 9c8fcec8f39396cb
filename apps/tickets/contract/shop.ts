import { z } from 'zod'

export const ticketsTypes = ['standing', 'balcony 1', 'balcony 2', 'far away'] as const
export type TicketsType = (typeof ticketsTypes)[number]

export const currency = 'EUR'
/** From this many on one pays by bank transfer. */
export const TRANSFER_FROM = 10

/**
 * `held` -> `paying` -> `paid` -> `issued`; back from `paying` to `held` when a card is declined and may be tried again.
 * Ends: `issued`, `cancelled` (by the customer, or because they left), `expired` (not paid in time), `failed` (three
 * cards declined), `refunded` (paid after its hold had ended, and nothing was left).
 */
export const reservationStatuses = [
  'held',
  'paying',
  'paid',
  'issued',
  'cancelled',
  'expired',
  'failed',
  'refunded',
] as const
export type ReservationStatus = (typeof reservationStatuses)[number]

/** One ticket. `code` is signed; it is what the QR shows, and is taken once at the entrance. */
export interface Ticket {
  readonly ticketId: string
  readonly code: string
  readonly scannedAt?: string
}

/** Times are ISO 8601, money is in minor units (cents). */
export interface Reservation {
  readonly reservationId: string
  readonly sessionId: string
  readonly ticketsType: TicketsType
  readonly ticketsQuantity: number
  readonly status: ReservationStatus
  /** Fixed when the tickets were held. */
  readonly unitPrice: number
  readonly amount: number
  readonly currency: string
  readonly method: 'card' | 'transfer'
  readonly heldAt: string
  /** When the hold (or the payment that is under way) ends. */
  readonly expiresAt: string
  readonly reminders: number
  /** Cards that were declined. */
  readonly declined: number
  /** Why the last card was declined, or why the reservation ended. */
  readonly reason?: string
  readonly tickets: readonly Ticket[]
}

export interface TypeStock {
  readonly ticketsType: TicketsType
  readonly price: number
  readonly capacity: number
  readonly available: number
  readonly held: number
  readonly sold: number
}

/** `GET tickets /stock`. available + held + sold = capacity, of each type and of all. */
export interface Stock {
  readonly currency: string
  readonly capacity: number
  readonly available: number
  readonly held: number
  readonly sold: number
  /** Reservations that hold tickets now. */
  readonly openReservations: number
  /** `held`: nothing is available, but a hold may still come back; `final`: nothing ever comes back. */
  readonly soldOut: 'no' | 'held' | 'final'
  readonly types: readonly TypeStock[]
  /** What was refused since the start, by code: NOT_ADMITTED, TOKEN_FORGED, SOLD_OUT, … */
  readonly refused: Readonly<Record<string, number>>
}

/** Body of `POST tickets /checkout` beside sessionId and reservationId. A card number is passed on and never kept. */
export const cardSchema = z.object({
  number: z
    .string()
    .transform((text) => text.replaceAll(/[\s-]/gu, ''))
    .refine((digits) => /^\d{4,19}$/u.test(digits), 'must be the digits of a card'),
})

/** `POST payments /api/`: started; `awaiting`: needs a card or a transfer; `processing`: 10 s. */
export const paymentStatuses = [
  'awaiting',
  'processing',
  'authorized',
  'declined',
  'expired',
  'cancelled',
  'refunded',
] as const
export type PaymentStatus = (typeof paymentStatuses)[number]

/** `GET payments /api/{reservationId}/status`. */
export interface Payment {
  readonly reservationId: string
  readonly status: PaymentStatus
  /** Minor units. */
  readonly amount: number
  readonly method: 'card' | 'transfer'
  /** Cards that were tried, and the transfer. */
  readonly attempts: number
  /** Of the card that was last tried. */
  readonly last4?: string
  readonly reason?: string
  /** What a bank transfer must carry. */
  readonly reference?: string
  readonly createdAt: string
  readonly expiresAt: string
}
