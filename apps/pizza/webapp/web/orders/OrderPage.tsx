import { EmptyState, ErrorState, type LiveValue, Skeleton, StaleNotice, useLiveValue, whole } from '@millrace/ui'
import type { Order } from '../../../contract/order.ts'
import { FlowDiagram } from '../flow/FlowDiagram.tsx'
import { Frame } from '../frame/Frame.tsx'
import { useCustomer } from '../session/use-session.ts'
import { OrderView } from './OrderView.tsx'

const folds = whole<Order>('order')

export const useOrder = (path: string): LiveValue<Order> => useLiveValue(path, folds)

/** A customer's order, live, and what the services say of it. */
export function OrderPage({ orderId }: { orderId: string }) {
  const session = useCustomer()
  const path = `/api/orders/${encodeURIComponent(orderId)}`
  const order = useOrder(path)
  return (
    <Frame title={`Order ${orderId}`} session={session} live={order.live} offset={order.offset}>
      {order.data === undefined ? (
        <NoOrder order={order} />
      ) : (
        <>
          <StaleNotice live={order.live} service="the shop" />
          <OrderView order={order.data}>
            <FlowDiagram order={order.data} path={path} />
          </OrderView>
        </>
      )}
    </Frame>
  )
}

/** Why there is no order to be shown. */
export function NoOrder({ order }: { order: LiveValue<Order> }) {
  return (
    <div className="mr-card">
      {order.error === undefined ? (
        <Skeleton what="the order" lines={8} />
      ) : order.error.status === 404 ? (
        <EmptyState icon="search" title="There is no such order" action={<a href="/orders">Your orders</a>}>
          It may belong to somebody else, or be older than the shop remembers.
        </EmptyState>
      ) : (
        <ErrorState title="The order could not be read" detail={order.error.message} onRetry={order.again} />
      )}
    </div>
  )
}
