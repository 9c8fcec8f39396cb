import { CopyId, EmptyState, Money, Notice, RelativeTime, Steps } from '@millrace/ui'
import type { TrackedOrder } from '../../contract/order.ts'
import { Frame } from '../frame/Frame.tsx'
import { Loaded } from '../frame/Loaded.tsx'
import { hrefOf, useLinks } from '../frame/links.ts'
import { useFollowed, useFollowing } from '../live/use-live.ts'
import { Picture } from '../pictures/Picture.tsx'
import { headlines, journey } from './journey.ts'
import './track.css'

/** One order: how far it is, as it happens. */
export function OrderPage({ orderId }: { orderId: string }) {
  const following = useFollowing()
  const read = useFollowed<TrackedOrder>(`/orders/${encodeURIComponent(orderId)}`, following)
  return (
    <Frame place="track" title="Order" following={following}>
      {read.error?.status === 404 ? (
        <div className="mr-card">
          <h1 className="mr-visually-hidden">Order</h1>
          <EmptyState icon="box" title="There is no such order" action={<a href="/track">All orders</a>}>
            Look at the number again: {read.error.message}.
          </EmptyState>
        </div>
      ) : (
        <Loaded read={read} what="the order">
          {(order) => <Known order={order} />}
        </Loaded>
      )}
    </Frame>
  )
}

function Known({ order }: { order: TrackedOrder }) {
  const [headline, lead] = headlines[order.status]
  return (
    <>
      <div className="mr-stack track-title" aria-live="polite">
        <h1>{headline}</h1>
        <p className="mr-lead">{lead}</p>
      </div>
      {order.isLate && (
        <Notice tone="warn">
          <strong>This takes longer than it should.</strong> One of our services has not answered; an operator has been
          told. Your order goes on by itself when it does.
        </Notice>
      )}
      <div className="track-columns">
        <Steps title="Progress" steps={journey(order).map((step) => ({ id: step.status, ...step }))} />
        <Summary order={order} />
      </div>
    </>
  )
}

function Summary({ order }: { order: TrackedOrder }) {
  const links = useLinks()
  const path = `/desk/${encodeURIComponent(order.orderId)}`
  return (
    <section className="mr-card" aria-labelledby="summary-title">
      <Picture product={order.product} />
      <div className="track-summary">
        <h2 id="summary-title">{order.product}</h2>
        <dl className="mr-facts">
          <dt>Price</dt>
          <dd>
            <Money minorUnits={order.amount} currency="EUR" />
          </dd>
          <dt>For</dt>
          <dd>
            {order.customer.name}, {order.customer.email}
          </dd>
          <dt>Ordered</dt>
          <dd>
            <RelativeTime at={order.at} />
          </dd>
          <dt>Number</dt>
          <dd>
            <CopyId id={order.orderId} name="order number" />
          </dd>
        </dl>
        <a href={hrefOf(links, { service: 'operator', path })}>See it on its diagram, as the operator does</a>
      </div>
    </section>
  )
}
