/** What is on a pizza. */
export interface Pizza {
  readonly sauce: string
  readonly cheese: string
  readonly main_topping: string
  readonly extra_toppings: readonly string[]
}

/** A status that an order has had. */
export interface Passage {
  readonly status: number
  /** ISO 8601, of the event itself. */
  readonly at: string
  /** False: it came when the order was further already. */
  readonly moved: boolean
}

/** An order as its customer and the operator see it: `GET /api/orders/{id}`. */
export interface Order {
  /** Eight hexadecimal digits. */
  readonly orderId: string
  /** The code that counts: 50 while it is stuck. */
  readonly status: number
  readonly text: string
  /** Where it is on its way, also while it is stuck. */
  readonly stage: number
  /** Nobody knows what was ordered: the stages came before the order, or without it. */
  readonly pizza?: Pizza
  readonly username?: string
  readonly placedAt?: string
  /** Since when it has its stage. */
  readonly since: string
  readonly stuckSince?: string
  /** Says what is wrong with a status of 410 or 430, and what to do about it. */
  readonly trouble?: string
  /** Oldest first. */
  readonly passages: readonly Passage[]
}

export interface Page<T> {
  readonly items: readonly T[]
  /** Cursor of the next page. */
  readonly next?: string
}

/** Who is logged in: `GET /api/session`. */
export interface Session {
  readonly username: string
  /** Where the console of the platform is, if anywhere. */
  readonly customerId: string
}

/** One line of a service's log about an order. */
export interface LogLine {
  readonly id: string
  readonly at: string
  readonly service: string
  readonly instance: string
  readonly level: 'info' | 'warn' | 'error'
  readonly orderId: string
  readonly text: string
}
