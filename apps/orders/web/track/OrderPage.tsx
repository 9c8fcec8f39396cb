import { EmptyState, ErrorState, type LiveValue, Skeleton, StaleNotice, useLiveValue, whole } from '@millrace/ui'
import type { Order } from '../../contract/order.ts'
import { Frame } from '../frame/Frame.tsx'
import { History } from './History.tsx'
import { NextStep } from './NextStep.tsx'
import { OrderSummary } from './OrderSummary.tsx'
import { Stages } from './Stages.tsx'
import { statusWords } from './status.tsx'
import './track.css'

const folds = whole<Order>('order')

/** One order: where it is, what comes next, what has happened. */
export function OrderPage({ orderId }: { orderId: string }) {
  const value = useLiveValue(`/orders/${encodeURIComponent(orderId)}`, folds)
  return (
    <Frame place="track" title="Order" live={value.live} offset={value.offset}>
      {value.data === undefined ? (
        <Unknown value={value} />
      ) : (
        <>
          <StaleNotice live={value.live} service="the shop" />
          <Known order={value.data} />
        </>
      )}
    </Frame>
  )
}

function Unknown({ value: { error, again } }: { value: LiveValue<Order> }) {
  if (error === undefined) {
    return (
      <div className="mr-card">
        <Skeleton what="the order" lines={9} />
      </div>
    )
  }
  return (
    <div className="mr-card">
      <h1 className="mr-visually-hidden">Order</h1>
      {error.status === 404 ? (
        <EmptyState icon="box" title="There is no such order" action={<a href="/track">All orders</a>}>
          Look at the number again: {error.message}.
        </EmptyState>
      ) : (
        <ErrorState title="The order could not be read" detail={error.message} onRetry={again} />
      )}
    </div>
  )
}

function Known({ order }: { order: Order }) {
  const { headline, lead } = statusWords[order.status]
  return (
    <>
      <div className="weir-head" aria-live="polite">
        <h1>{headline}</h1>
        <p className="mr-lead">{lead}</p>
      </div>
      <div className="track-columns">
        <div className="mr-stack">
          <Stages order={order} />
          <History order={order} />
        </div>
        <div className="mr-stack track-side">
          <NextStep order={order} />
          <OrderSummary order={order} />
        </div>
      </div>
    </>
  )
}
