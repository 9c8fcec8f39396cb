import { createHash } from 'node:crypto'
import type { Payment, PaymentStatus } from '../contract/shop.ts'

/** A payment as the service keeps it: never a card's number. Times are ms since epoch. */
export interface PaymentState {
  readonly reservationId: string
  /** Counts payments, from 1. */
  readonly number: number
  readonly sessionId?: string
  readonly subject?: string
  /** Cents. */
  readonly amount: number
  readonly method: 'card' | 'transfer'
  readonly status: PaymentStatus
  readonly attempts: number
  readonly last4?: string
  readonly reason?: string
  /** What the bank will say of the card that is being tried, and when. */
  readonly verdict?: { readonly at: number; readonly approved: boolean; readonly reason?: string }
  readonly createdAt: number
  readonly expiresAt: number
  readonly callback?: { readonly url: string; readonly secret: string }
}

/** What a transfer must carry: no person can guess another's. */
export const referenceOf = (reservationId: string): string =>
  `MR-${createHash('sha256').update(reservationId).digest('hex').slice(0, 10).toUpperCase()}`

export function toWire(payment: PaymentState): Payment {
  const { reservationId, status, amount, method, attempts, last4, reason, createdAt, expiresAt } = payment
  return {
    reservationId,
    status,
    amount,
    method,
    attempts,
    ...(last4 !== undefined && { last4 }),
    ...(reason !== undefined && { reason }),
    ...(method === 'transfer' && { reference: referenceOf(reservationId) }),
    createdAt: new Date(createdAt).toISOString(),
    expiresAt: new Date(expiresAt).toISOString(),
  }
}
