import { createHash } from 'node:crypto'

/** An order has one payment, whose id follows from the order's: whoever makes it, and however often, it is the same. */
export const paymentIdOf = (orderId: string): string =>
  `pay_${createHash('sha256').update(`payment of ${orderId}`).digest('hex').slice(0, 24)}`
