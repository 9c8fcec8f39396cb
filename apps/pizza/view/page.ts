import { wrongFields } from '@millrace/client/http'
import type { Order, Page } from '../contract/order.ts'
import type { Standing } from './order-of.ts'

export type Query = Readonly<Record<string, unknown>>

const LIMIT = 50
const LIMIT_MOST = 200

/**
 * A page of the orders, newest first. A cursor names the last order of the page before, so what is added meanwhile moves
 * nothing.
 *
 * @throws Problem 400 when limit or cursor are none.
 */
export function page(all: Iterable<Standing>, isWanted: (standing: Standing) => boolean, query: Query): Page<Order> {
  const limit = limitOf(query['limit'])
  const after = cursorOf(query['cursor'])
  const wanted = Array.from(all)
    .filter(isWanted)
    .map((standing) => ({ order: standing.order, place: placeOf(standing.order) }))
    .filter(({ place }) => after === undefined || place < after)
    .toSorted((a, b) => (a.place < b.place ? 1 : -1))
  const shown = wanted.slice(0, limit)
  const last = shown.at(-1)
  const next =
    wanted.length > limit && last !== undefined ? { next: Buffer.from(last.place).toString('base64url') } : {}
  return { items: shown.map(({ order }) => order), ...next }
}

/** Sorts by time, then by id. */
const placeOf = ({ placedAt, since, orderId }: Order): string => `${placedAt ?? since} ${orderId}`

/** `?status=50` or `?status=50,430`. @throws Problem 400 */
export function wantedStatuses({ status }: Query): (standing: Standing) => boolean {
  if (status === undefined || status === '') return () => true
  const codes = String(status).split(',')
  if (codes.length > 20 || codes.some((code) => !/^\d{1,4}$/u.test(code)))
    throw wrongFields([{ field: 'status', message: 'must be a status code, or several with commas' }])
  return ({ order }) => codes.includes(String(order.status))
}

function limitOf(given: unknown): number {
  if (given === undefined || given === '') return LIMIT
  const limit = typeof given === 'string' && /^\d{1,4}$/u.test(given) ? Number(given) : 0
  if (limit < 1 || limit > LIMIT_MOST)
    throw wrongFields([{ field: 'limit', message: `must be a whole number from 1 to ${LIMIT_MOST}` }])
  return limit
}

function cursorOf(given: unknown): string | undefined {
  if (given === undefined || given === '') return undefined
  const place = Buffer.from(String(given), 'base64url').toString()
  if (/^\d{4}-\S{1,40} .{1,200}$/u.test(place)) return place
  throw wrongFields([{ field: 'cursor', message: 'must be the `next` of the page before' }])
}
