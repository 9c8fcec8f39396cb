import type { Stage } from '../../contract/notice.ts'
import type { Order, OrderHistoryEntry, OrderStatus } from '../../contract/order.ts'

/** `done` and when; `next`: waited for; `ahead`; `never`: the order ended before. */
export interface JourneyStage {
  readonly stage: Stage
  readonly title: string
  readonly state: 'done' | 'next' | 'ahead' | 'never'
  /** ms since epoch, of those that are done. */
  readonly at: number | undefined
}

const titles: Readonly<Record<Stage, string>> = {
  orderCreated: 'Order created',
  paymentCreated: 'Payment created',
  paymentMade: 'Payment made',
  readyToShip: 'Ready to ship',
  shipping: 'Shipping',
  shipped: 'Shipped',
  delivered: 'Delivered',
}

/** How an order came through each stage: the status that it had then. An order is created with its payment. */
const reachedBy: Readonly<Record<Stage, OrderStatus>> = {
  orderCreated: 'created',
  paymentCreated: 'created',
  paymentMade: 'readyToShip',
  readyToShip: 'readyToShip',
  shipping: 'shipping',
  shipped: 'shipped',
  delivered: 'delivered',
}

export const isOver = (status: OrderStatus): boolean =>
  status === 'delivered' || status === 'cancelled' || status === 'paymentFailed'

/** The seven stages of the cycle as this order has gone, goes, or will never go through them. */
export function journey(order: Order): readonly JourneyStage[] {
  const times = (Object.keys(titles) as Stage[]).map((stage) => ({ stage, at: reachedAt(order, reachedBy[stage]) }))
  const next = isOver(order.status) ? -1 : times.findIndex(({ at }) => at === undefined)
  return times.map(({ stage, at }, place) => ({
    stage,
    title: titles[stage],
    at,
    state: at !== undefined ? 'done' : place === next ? 'next' : isOver(order.status) ? 'never' : 'ahead',
  }))
}

function reachedAt({ createdAt, history }: Order, status: OrderStatus): number | undefined {
  if (status === 'created') return Date.parse(createdAt)
  const entry = history.find(({ outcome, to }) => outcome === 'applied' && to === status)
  return entry && Date.parse(entry.at)
}

/** What came and changed nothing, with repetitions counted. */
export const ignored = (history: readonly OrderHistoryEntry[]): number =>
  history.reduce((sum, { outcome, count = 1 }) => sum + (outcome === 'ignored' ? count : 0), 0)
