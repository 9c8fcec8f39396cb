import {
  EmptyState,
  ErrorState,
  RelativeTime,
  Skeleton,
  StaleNotice,
  itemsAt,
  listed,
  useLiveValue,
} from '@millrace/ui'
import type { Order } from '../../../contract/order.ts'
import { describePizza } from '../builder/describe.ts'
import { PizzaPicture } from '../builder/PizzaPicture.tsx'
import { Frame } from '../frame/Frame.tsx'
import { useCustomer } from '../session/use-session.ts'
import { StatusBadge } from './StatusBadge.tsx'
import './orders.css'

const folds = listed<Order>('orders', 'order', ({ orderId }) => orderId)

/** What a customer has ordered, newest first, live. */
export function OrderListPage() {
  const session = useCustomer()
  const orders = useLiveValue('/api/orders', folds, itemsAt<Order>('/api/orders'))
  return (
    <Frame place="orders" title="My orders" session={session} live={orders.live} offset={orders.offset}>
      <div className="stone-head">
        <h1>My orders</h1>
      </div>
      {orders.data !== undefined && <StaleNotice live={orders.live} service="the shop" />}
      {orders.data === undefined ? (
        <div className="mr-card">
          {orders.error === undefined ? (
            <Skeleton what="your orders" />
          ) : (
            <ErrorState title="Your orders could not be read" detail={orders.error.message} onRetry={orders.again} />
          )}
        </div>
      ) : orders.data.length === 0 ? (
        <div className="mr-card">
          <EmptyState icon="bag" title="No orders yet" action={<a href="/">Build a pizza</a>}>
            What you order is listed here, with where it is.
          </EmptyState>
        </div>
      ) : (
        <ul className="order-list" aria-label="Orders">
          {orders.data.map((order) => (
            <OrderLine key={order.orderId} order={order} />
          ))}
        </ul>
      )}
    </Frame>
  )
}

function OrderLine({ order }: { order: Order }) {
  return (
    <li className="mr-card">
      {order.pizza !== undefined && <PizzaPicture pizza={order.pizza} label="" />}
      <div className="order-line-what">
        <a href={`/orders/${order.orderId}`}>
          {order.pizza === undefined ? `Order ${order.orderId}` : describePizza(order.pizza)}
        </a>
        <small>
          <span className="stone-id">{order.orderId}</span>
          {' · '}
          <RelativeTime at={Date.parse(order.placedAt ?? order.since)} />
        </small>
      </div>
      <StatusBadge status={order.status} />
    </li>
  )
}
