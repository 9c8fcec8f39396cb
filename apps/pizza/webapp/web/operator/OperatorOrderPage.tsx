import { StaleNotice } from '@millrace/ui'
import { FlowDiagram } from '../flow/FlowDiagram.tsx'
import { Frame } from '../frame/Frame.tsx'
import { NoOrder, OrderView, useOrder } from '../orders/index.ts'
import { useSession } from '../session/use-session.ts'
import { OperatorActions } from './OperatorActions.tsx'
import './operator.css'

/** An order as the kitchen sees it: anybody's, with what can be done about it. */
export function OperatorOrderPage({ orderId }: { orderId: string }) {
  const session = useSession()
  const path = `/api/operator/orders/${encodeURIComponent(orderId)}`
  const order = useOrder(path)
  return (
    <Frame
      place="operator"
      title={`Order ${orderId}`}
      session={session ?? undefined}
      live={order.live}
      offset={order.offset}
    >
      {order.data === undefined ? (
        <NoOrder order={order} />
      ) : (
        <>
          <StaleNotice live={order.live} service="the kitchen" />
          <OrderView order={order.data}>
            <OperatorActions order={order.data} />
            <FlowDiagram order={order.data} path={path} />
          </OrderView>
        </>
      )}
    </Frame>
  )
}
