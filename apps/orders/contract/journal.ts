/** One line of the journal: what a service published to logging-events. */
export interface JournalEntry {
  /** `<partition>:<offset>` of logging-events. */
  readonly id: string
  readonly at: string
  readonly service: 'orders' | 'payments' | 'delivery' | (string & {})
  readonly event: string
  readonly orderId: string
  readonly paymentId?: string
  readonly detail?: string
}

/** Addresses of the other pages: `GET /links` of every service. */
export interface Links {
  readonly orders: string
  readonly payments: string
  readonly delivery: string
  readonly notifications: string
  readonly logging: string
  readonly mobile: string
  readonly email: string
}
