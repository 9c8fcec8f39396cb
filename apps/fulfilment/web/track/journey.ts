import type { IconName } from '@millrace/ui'
import type { Order, OrderStatus } from '../../contract/order.ts'

/** A step of an order as its customer sees it. */
export interface JourneyStep {
  readonly status: OrderStatus
  readonly title: string
  readonly icon: IconName
  readonly state: 'done' | 'next' | 'ahead' | 'failed'
  /** ms since epoch, when it is done. */
  readonly at: number | undefined
}

const titles: Readonly<Record<OrderStatus, readonly [string, IconName]>> = {
  placed: ['Order placed', 'bag'],
  'customer known': ['Your details are on record', 'groups'],
  reserved: ['A piece is reserved for you', 'lock'],
  'in hand': ['Taken from the shelf', 'box'],
  charged: ['Paid', 'card'],
  declined: ['Your card was declined', 'card'],
  fulfilled: ['Shipped to you', 'truck'],
  'sold out': ['Sold out', 'bag'],
  'not fulfilled': ['The piece is back on the shelf', 'box'],
  cancelled: ['Cancelled', 'close'],
}

const COURSE: readonly OrderStatus[] = ['placed', 'customer known', 'reserved', 'in hand', 'charged', 'fulfilled']
const FAILED: ReadonlySet<OrderStatus> = new Set(['declined', 'sold out', 'cancelled'])

/** What the order has come through, what comes next, and what is ahead; nothing is ahead of one that has ended. */
export function journey({ history, status }: Pick<Order, 'history' | 'status'>): JourneyStep[] {
  const done = history.map((passage) =>
    step(passage.status, FAILED.has(passage.status) ? 'failed' : 'done', passage.at),
  )
  if (status === 'declined') return [...done, step('not fulfilled', 'next')]
  if (!COURSE.includes(status)) return done
  const [next, ...ahead] = COURSE.slice(COURSE.indexOf(status) + 1)
  return [...done, ...(next === undefined ? [] : [step(next, 'next')]), ...ahead.map((each) => step(each, 'ahead'))]
}

function step(status: OrderStatus, state: JourneyStep['state'], at?: number): JourneyStep {
  const [title, icon] = titles[status]
  return { status, title, icon, state, at }
}

/** What an order's page says first. */
export const headlines: Readonly<Record<OrderStatus, readonly [string, string]>> = {
  placed: ['Thank you, your order is placed', 'Its process starts in a moment.'],
  'customer known': ['Your order is under way', 'We look for a piece for you.'],
  reserved: ['A piece is yours', 'We take it from the shelf.'],
  'in hand': ['Your order is in hand', 'We charge your card.'],
  charged: ['Paid, thank you', 'We pack it.'],
  declined: ['Your card was declined', 'Nothing was charged. The piece goes back to the shelf.'],
  fulfilled: ['Your order is shipped', 'It is on its way to you.'],
  'sold out': ['Somebody was faster', 'The last piece is gone. Nothing was charged.'],
  'not fulfilled': [
    'Your order was not fulfilled',
    'Your card was declined, nothing was charged, and the piece is back on the shelf.',
  ],
  cancelled: ['Your order is cancelled', 'Nothing was charged.'],
}
