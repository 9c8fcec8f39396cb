import type { Way } from '../../contract/order.ts'

/** The cards for demonstrations. */
export const testCards = [
  { number: '4242424242424242', shown: '4242 4242 4242 4242', does: 'is charged' },
  { number: '4000000000000002', shown: '4000 0000 0000 0002', does: 'is declined' },
] as const

/** The ways in which an order can be fulfilled, in words. */
export const wayWords: Readonly<Record<Way, string>> = {
  watched: 'Services answer by message, and a timer watches',
  messages: 'Services answer by message',
  direct: 'Workers answer for themselves',
}
