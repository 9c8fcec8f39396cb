import type { OrderStatus } from '../contract/order.ts'

/** What a change of status comes to. */
export type Advance =
  | { readonly kind: 'applied'; /** Each status that is passed, in order. */ readonly through: readonly OrderStatus[] }
  | { readonly kind: 'ignored'; readonly why: 'repeated' | 'late' | 'ended' | 'unpaid'; readonly reason: string }

const PATH = ['created', 'readyToShip', 'shipping', 'shipped', 'delivered'] as const satisfies readonly OrderStatus[]

const rank = (status: OrderStatus): number => (PATH as readonly OrderStatus[]).indexOf(status)

/**
 * created -> readyToShip -> shipping -> shipped -> delivered; created -> cancelled or paymentFailed, which end it. Never
 * backwards. Events of different topics can overtake one another: after the payment an event of a later status passes those
 * in between, and theirs are late when they come.
 */
export function advance(from: OrderStatus, to: OrderStatus): Advance {
  if (from === to) return ignored('repeated', `the order is ${from} already`)
  if (rank(from) < 0) return ignored('ended', `the order is ${from}, which ends it`)
  if (rank(to) < 0) {
    return from === 'created'
      ? { kind: 'applied', through: [to] }
      : ignored('late', `the order is ${from}: it is paid, and no longer becomes ${to}`)
  }
  if (rank(to) < rank(from)) return ignored('late', `the order is ${from} and does not go back to ${to}`)
  if (from === 'created' && to !== 'readyToShip') return ignored('unpaid', `the order is not paid: it cannot be ${to}`)
  return { kind: 'applied', through: PATH.slice(rank(from) + 1, rank(to) + 1) }
}

const ignored = (why: 'repeated' | 'late' | 'ended' | 'unpaid', reason: string): Advance => ({
  kind: 'ignored',
  why,
  reason,
})
