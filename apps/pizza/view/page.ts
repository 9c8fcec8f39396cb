import { type Page, type PageQuery, page, wrongFields } from '@millrace/client/http'
import type { Order } from '../contract/order.ts'
import type { Standing } from './order-of.ts'

/** A page of the orders, newest first. @throws Problem 400 when limit or cursor are none */
export function pageOfOrders(
  all: Iterable<Standing>,
  isWanted: (standing: Standing) => boolean,
  query: PageQuery,
): Page<Order> {
  const placeOf = ({ placedAt, since, orderId }: Order) => ({ at: Date.parse(placedAt ?? since), id: orderId })
  const wanted = Array.from(all).filter(isWanted)
  return page(
    wanted,
    ({ order }) => placeOf(order),
    query,
    ({ order }) => order,
  )
}

/** `?status=50` or `?status=50,430`. @throws Problem 400 */
export function wantedStatuses({ status }: PageQuery): (standing: Standing) => boolean {
  if (status === undefined || status === '') return () => true
  const codes = String(status).split(',')
  if (codes.length > 20 || codes.some((code) => !/^\d{1,4}$/u.test(code)))
    throw wrongFields([{ field: 'status', message: 'must be a status code, or several with commas' }])
  return ({ order }) => codes.includes(String(order.status))
}
