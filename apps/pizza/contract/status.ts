/** The status codes of an order, as all programs of the workshop know them. */
export const STATUS = {
  stuck: 50,
  placed: 100,
  pending: 150,
  assembled: 200,
  baked: 300,
  unknown: 410,
  wrong: 430,
  cancelled: 499,
  delivered: 999,
} as const

/** What a customer reads. */
const TEXTS: Readonly<Record<number, string>> = {
  [STATUS.stuck]: 'Your order takes longer than it should; we are looking into it',
  [STATUS.placed]: 'We have your order, and are preparing your pizza',
  [STATUS.pending]: 'We are checking your order',
  [STATUS.assembled]: 'Your pizza is in the oven',
  [STATUS.baked]: 'Your pizza is on its way to you',
  [STATUS.unknown]: 'We do not know how your order is doing; please ask us',
  [STATUS.wrong]: 'Something went wrong with your order; please ask us',
  [STATUS.cancelled]: 'Your order was cancelled',
  [STATUS.delivered]: 'Your pizza was delivered',
}

export const statusText = (status: number): string => TEXTS[status] ?? `Status ${status}, which this shop does not know`

/** Nothing comes after these. */
export const isFinal = (status: number): boolean => status === STATUS.delivered || status === STATUS.cancelled

/**
 * How far along an order is with a status. A status that lies behind the one that an order has does not move it: the four
 * topics behind `pizza-status` have no order among each other. `unknown` and `wrong` say nothing about the way.
 */
export const RANKS: Readonly<Record<number, number>> = {
  [STATUS.placed]: 1,
  [STATUS.assembled]: 2,
  [STATUS.baked]: 3,
  [STATUS.pending]: 4,
  [STATUS.delivered]: 5,
  [STATUS.cancelled]: 5,
}
