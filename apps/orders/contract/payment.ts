import type { Customer, OrderItem } from './order.ts'

/** `challenged`: the bank asks for a code; `failed`: no further card is taken; `refunded`: paid, and the order was cancelled. */
export const paymentStatuses = ['created', 'challenged', 'made', 'failed', 'expired', 'cancelled', 'refunded'] as const

export type PaymentStatus = (typeof paymentStatuses)[number]

/** Body of `POST /payments/{paymentId}/pay`. Numbers may hold spaces; neither number nor CVC is ever stored. */
export interface Card {
  readonly number: string
  /** 1 to 12 */
  readonly expiryMonth: number
  /** Four digits. */
  readonly expiryYear: number
  readonly cvc: string
}

/** Why a card was declined. */
export type DeclineReason = 'card_declined' | 'insufficient_funds' | 'stolen_card' | 'challenge_failed'

export interface PaymentAttempt {
  readonly at: string
  readonly outcome: 'approved' | 'challenged' | 'declined'
  readonly brand: string
  readonly last4: string
  readonly reason?: DeclineReason
}

export interface Payment {
  readonly paymentId: string
  readonly orderId: string
  readonly status: PaymentStatus
  readonly amount: number
  readonly currency: string
  readonly customer: Customer
  readonly items: readonly OrderItem[]
  readonly paymentUrl: string
  readonly createdAt: string
  readonly expiresAt: string
  readonly paidAt?: string
  readonly attempts: readonly PaymentAttempt[]
  /** Cards that may still be tried. */
  readonly attemptsLeft: number
  /** Where the shop shows the order. */
  readonly orderUrl: string
}

/** A test card, as `GET /cards` lists them for the hosted page. */
export interface TestCard {
  readonly number: string
  readonly does: string
}

/** What payments tells orders, and a gateway payments: signed, see api.md. */
export interface WebhookEvent {
  readonly id: string
  readonly type: 'payment.made' | 'payment.failed' | 'payment.expired'
  /** Seconds since the Unix epoch. */
  readonly created: number
  readonly data: { readonly orderId: string; readonly paymentId: string }
}
