/** What the shop and the operator's service answer, as the pages read it. Times are ms since epoch by the platform's clock. */

/** How far an order is, in the order in which it comes about. */
export const STATUSES = [
  'placed',
  'customer known',
  'reserved',
  'in hand',
  'charged',
  'declined',
  'fulfilled',
  'sold out',
  'not fulfilled',
  'cancelled',
] as const

export type OrderStatus = (typeof STATUSES)[number]

/** When an order came to a status. */
export interface Passage {
  readonly status: OrderStatus
  readonly at: number
}

/** `messages`: services answer by message; `watched`: also with the timer; `direct`: workers answer for themselves. */
export const WAYS = ['watched', 'messages', 'direct'] as const

export type Way = (typeof WAYS)[number]

export interface Customer {
  readonly name: string
  readonly email: string
}

export interface Order {
  readonly orderId: string
  readonly status: OrderStatus
  readonly customer: Customer
  readonly product: string
  /** Minor units of the euro. */
  readonly amount: number
  /** Id of the process that fulfils it. */
  readonly process: string
  /** Null until it is started. */
  readonly processInstanceKey: string | null
  readonly at: number
  readonly history: readonly Passage[]
}

/** An order as its customer sees it. */
export interface TrackedOrder extends Order {
  /** It takes longer than it should, and the operator has been told. */
  readonly isLate: boolean
}

export interface Product {
  readonly name: string
  /** Minor units of the euro. */
  readonly price: number
  /** Pieces on the shelf. */
  readonly stock: number
  /** Pieces that nobody has reserved. */
  readonly available: number
}

/** A row of `db/stock`. */
export interface StockRecord {
  readonly product: string
  readonly stock_level: string
  readonly reserved?: number
  readonly _rev: number
}

export interface Links {
  readonly shop: string
  readonly operator: string
}
