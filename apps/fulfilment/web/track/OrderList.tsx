import { EmptyState, Money, RelativeTime } from '@millrace/ui'
import type { Order } from '../../contract/order.ts'
import { Frame } from '../frame/Frame.tsx'
import { Loaded } from '../frame/Loaded.tsx'
import { useFollowed, useFollowing } from '../live/use-live.ts'
import { Picture } from '../pictures/Picture.tsx'
import { StatusBadge } from './StatusBadge.tsx'
import './track.css'

/** All orders, the newest first, with how far each is. */
export function OrderList() {
  const following = useFollowing()
  const read = useFollowed<{ orders: readonly Order[] }>('/orders', following)
  return (
    <Frame place="track" title="Orders" following={following}>
      <h1>Orders</h1>
      <Loaded read={read} what="the orders">
        {({ orders }) =>
          orders.length === 0 ? (
            <div className="mr-card">
              <EmptyState icon="bag" title="No orders yet" action={<a href="/">To the shop</a>}>
                Whatever is bought is here, and moves on by itself.
              </EmptyState>
            </div>
          ) : (
            <ul className="track-list mr-card" aria-label="Orders">
              {orders.map((order) => (
                <Line key={order.orderId} order={order} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Frame>
  )
}

function Line({ order: { orderId, product, customer, amount, status, at } }: { order: Order }) {
  return (
    <li>
      <Picture product={product} />
      <span className="track-line-what">
        <a href={`/track/${encodeURIComponent(orderId)}`}>{product}</a>
        <small>
          {customer.name} · <RelativeTime at={at} />
        </small>
      </span>
      <Money minorUnits={amount} currency="EUR" />
      <StatusBadge status={status} />
    </li>
  )
}
