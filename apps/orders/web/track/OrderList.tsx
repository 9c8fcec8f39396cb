import {
  type Column,
  EmptyState,
  ErrorState,
  Money,
  RelativeTime,
  Skeleton,
  StaleNotice,
  Table,
  request,
} from '@millrace/ui'
import type { Order, Page } from '../../contract/order.ts'
import { Frame } from '../frame/Frame.tsx'
import { listed } from '../live/folds.ts'
import { useLiveValue } from '../live/use-live-value.ts'
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
        <Table caption="Orders" columns={columns} rows={data} rowKey={({ orderId }) => orderId} />
      )}
    </Frame>
  )
}

const columns: readonly Column<Order>[] = [
  {
    id: 'order',
    header: 'Order',
    isRowHeader: true,
    cell: ({ orderId }) => (
      <a className="weir-id" href={`/track/${encodeURIComponent(orderId)}`} title={orderId}>
        {orderId.length > 18 ? `${orderId.slice(0, 8)}…${orderId.slice(-4)}` : orderId}
      </a>
    ),
  },
  { id: 'status', header: 'Status', cell: ({ status }) => <OrderStatusBadge status={status} /> },
  {
    id: 'what',
    header: 'What',
    wrap: true,
    cell: ({ items }) =>
      items.map(({ name, quantity }) => (quantity === 1 ? name : `${quantity} × ${name}`)).join(', '),
  },
  { id: 'customer', header: 'For', cell: ({ customer }) => customer.name },
  {
    id: 'amount',
    header: 'Total',
    align: 'end',
    cell: ({ amount, currency }) => <Money minorUnits={amount} currency={currency} />,
    sortBy: ({ amount }) => amount,
  },
  {
    id: 'created',
    header: 'Ordered',
    align: 'end',
    cell: ({ createdAt }) => <RelativeTime at={Date.parse(createdAt)} />,
    sortBy: ({ createdAt }) => createdAt,
  },
]
