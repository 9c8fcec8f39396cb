import { EmptyState, ErrorState, Money, RelativeTime, Skeleton, StaleNotice, request } from '@millrace/ui'
import type { Order, Page } from '../../contract/order.ts'
import { Frame } from '../frame/Frame.tsx'
import { listed } from '../live/folds.ts'
import { useLiveValue } from '../live/use-live-value.ts'
import { Picture } from '../pictures/pictures.tsx'
import { OrderStatusBadge } from './status.tsx'
import './track.css'

const folds = listed<Order>('orders', 'order', ({ orderId }) => orderId)

const plain = async (signal: AbortSignal) => (await request<Page<Order>>('/orders', { signal })).items

/** All orders, the newest first. */
export function OrderList() {
  const { data, error, again, live, offset } = useLiveValue('/orders', folds, plain)
  return (
    <Frame place="track" title="Orders" live={live} offset={offset}>
      <div className="weir-head">
        <h1>Orders</h1>
        <p className="weir-lead">The newest first; each moves on as it happens.</p>
      </div>
      {data !== undefined && <StaleNotice live={live} service="the shop" />}
      {data === undefined ? (
        <div className="weir-card">
          {error === undefined ? (
            <Skeleton what="orders" />
          ) : (
            <ErrorState title="Orders could not be read" detail={error.message} onRetry={again} />
          )}
        </div>
      ) : data.length === 0 ? (
        <div className="weir-card">
          <EmptyState icon="bag" title="No orders yet" action={<a href="/">To the shop</a>}>
            The first one appears here as soon as it is placed.
          </EmptyState>
        </div>
      ) : (
        <ol className="track-list weir-card" aria-label="Orders">
          {data.map((order) => (
            <OrderLine key={order.orderId} order={order} />
          ))}
        </ol>
      )}
    </Frame>
  )
}

const PICTURES_MOST = 3

function OrderLine({ order: { orderId, status, items, customer, amount, currency, createdAt } }: { order: Order }) {
  const what = items.map(({ name, quantity }) => (quantity === 1 ? name : `${quantity} × ${name}`)).join(', ')
  return (
    <li>
      <span className="track-pictures">
        {items.slice(0, PICTURES_MOST).map(({ sku }) => (
          <Picture key={sku} sku={sku} />
        ))}
      </span>
      <span className="track-what">
        <a href={`/track/${encodeURIComponent(orderId)}`}>{what}</a>
        <small>
          {customer.name} · <RelativeTime at={Date.parse(createdAt)} /> · <span className="weir-id">{orderId}</span>
        </small>
      </span>
      <span className="track-line-end">
        <OrderStatusBadge status={status} />
        <Money minorUnits={amount} currency={currency} />
      </span>
    </li>
  )
}
