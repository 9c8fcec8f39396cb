import type { Payment, Reservation, Stock } from '../contract/shop.ts'
import type { Place, Sale } from '../contract/waiting-room.ts'

/** What the pages are told; the web service puts it together from what the other three answer, and holds none of it. */

/** How the sale as a whole stands: the same for everybody, and sent to everybody as one frame. */
export interface SaleView {
  readonly sale: Sale
  /** Absent while tickets has not answered yet. */
  readonly stock?: Stock
  /** Services that do not answer, so that what is said of them is old. */
  readonly silent: readonly ServiceName[]
}

/** One's own place, counted when `admittedThen` people had been admitted. The token stays with the web service. */
export type PlaceView = Omit<Place, 'token'> & { readonly admittedThen: number }

/** A purchase, from the hold to the tickets; the payment while there is one to follow. */
export type PurchaseView = Reservation & { readonly payment?: Payment }

/** Everything about one session. */
export interface VisitView {
  readonly sessionId: string
  /** null: not known, because the queue does not answer. */
  readonly place: PlaceView | null
  /** Newest first. */
  readonly purchases: readonly PurchaseView[]
  readonly silent: readonly ServiceName[]
}

export type ServiceName = 'queue' | 'tickets' | 'payments'

export interface TestCard {
  readonly number: string
  readonly does: string
}

/** An event of one's own session, in the JSON format, as far as pages look at it. */
export interface HeardEvent {
  readonly id: string
  readonly source: string
  readonly type: string
  readonly time?: string
  readonly data?: { readonly kind?: string; readonly text?: string; readonly expiresAt?: string }
}

/** One second of the sale, for the back office's charts: two totals since its start, and how many wait. */
export interface Sample {
  readonly at: string
  readonly admitted: number
  readonly sold: number
  readonly waiting: number
}

/** What the back office is told. */
export interface OfficeView extends SaleView {
  readonly samples: readonly Sample[]
  readonly web: {
    readonly pages: number
    readonly sessions: number
    readonly refused: Readonly<Record<string, number>>
    readonly events: number
  }
}
