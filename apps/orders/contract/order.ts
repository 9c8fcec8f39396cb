/** Stages of an order, in their order; cancelled and paymentFailed end it early. */
export const orderStatuses = [
  'created',
  'readyToShip',
  'shipping',
  'shipped',
  'delivered',
  'cancelled',
  'paymentFailed',
] as const

export type OrderStatus = (typeof orderStatuses)[number]

export interface Customer {
  readonly name: string
  readonly email: string
  /** E.164: `+4915112345678` */
  readonly phone: string
}

/** Something that can be ordered: `GET /products`. */
export interface Product {
  readonly sku: string
  readonly name: string
  /** Minor units: 150 is 1.50. */
  readonly price: number
  readonly currency: string
}

export interface OrderItem {
  readonly sku: string
  readonly name: string
  /** Of one piece, minor units. */
  readonly price: number
  readonly quantity: number
}

/** Body of `POST /orders`. */
export interface NewOrder {
  readonly customer: Customer
  /** 1 to 50 */
  readonly items: readonly { readonly sku: string; /** 1 to 99 */ readonly quantity: number }[]
}

/** What happened to an order, also what changed nothing. */
export interface OrderHistoryEntry {
  /** ISO 8601, UTC */
  readonly at: string
  /** What came: a status for requests (`cancelled`), a topic for events (`payments-made`), `payment.failed` for webhooks. */
  readonly event: string
  readonly source: 'rest' | 'kafka' | 'webhook'
  readonly outcome: 'applied' | 'ignored'
  readonly from: OrderStatus | null
  /** As `from` when ignored. */
  readonly to: OrderStatus
  /** Why it was ignored, for people. */
  readonly reason?: string
  /** How often the same came and was ignored. */
  readonly count?: number
}

export interface Order {
  readonly orderId: string
  readonly status: OrderStatus
  readonly customer: Customer
  readonly items: readonly OrderItem[]
  /** Minor units. */
  readonly amount: number
  /** ISO 4217 */
  readonly currency: string
  readonly paymentId: string
  /** The hosted page where it is paid. */
  readonly paymentUrl: string
  readonly createdAt: string
  readonly updatedAt: string
  /** Oldest first. */
  readonly history: readonly OrderHistoryEntry[]
}

/** A page of a list: ask again with `?cursor=<next>` until there is none. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly next?: string
}
