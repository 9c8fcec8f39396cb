import { CopyId, Money } from '@millrace/ui'
import type { Order } from '../../contract/order.ts'
import { hrefOf, useLinks } from '../frame/links.ts'
import { ItemLines } from '../pictures/ItemLines.tsx'
import { OrderStatusBadge } from './status.tsx'

/** What was ordered, by whom, under which numbers. */
export function OrderSummary({ order }: { order: Order }) {
  const links = useLinks()
  const { orderId, paymentId, status, items, amount, currency, customer } = order
  return (
    <section className="mr-card" aria-labelledby="summary-title">
      <div className="mr-card-head">
        <h2 id="summary-title">Your order</h2>
        <OrderStatusBadge status={status} />
      </div>
      <div className="mr-card-body">
        <ItemLines items={items} currency={currency} />
        <p className="mr-total">
          Total <Money minorUnits={amount} currency={currency} />
        </p>
        <dl className="mr-facts">
          <dt>For</dt>
          <dd>{customer.name}</dd>
          <dt>E-mail</dt>
          <dd>
            <a href={hrefOf(links, { service: 'email', path: `/outbox?${query('to', customer.email)}` })}>
              {customer.email}
            </a>
          </dd>
          <dt>Phone</dt>
          <dd>
            <a href={hrefOf(links, { service: 'mobile', path: `/phone/${encodeURIComponent(customer.phone)}` })}>
              {customer.phone}
            </a>
          </dd>
          <dt>Order</dt>
          <dd>
            <CopyId id={orderId} name="order id" />
          </dd>
          <dt>Payment</dt>
          <dd>
            <CopyId id={paymentId} name="payment id" />
          </dd>
        </dl>
        <p className="track-elsewhere">
          <a href={hrefOf(links, { service: 'logging', path: `/journal?${query('q', orderId)}` })}>In the journal</a>
          <a
            href={hrefOf(links, { service: 'notifications', path: `/preferences?${query('contact', customer.email)}` })}
          >
            How we reach you
          </a>
        </p>
      </div>
    </section>
  )
}

const query = (name: string, value: string): string => new URLSearchParams({ [name]: value }).toString()
