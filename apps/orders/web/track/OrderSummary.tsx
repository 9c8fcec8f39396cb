import { CopyId, Money } from '@millrace/ui'
import type { Order } from '../../contract/order.ts'
import { ItemLines } from '../pictures/ItemLines.tsx'
import { OrderStatusBadge } from './status.tsx'

/** What was ordered, by whom, under which numbers. */
export function OrderSummary({ order }: { order: Order }) {
  const { orderId, paymentId, status, items, amount, currency, customer } = order
  return (
    <section className="weir-card" aria-labelledby="summary-title">
      <div className="weir-card-head">
        <h2 id="summary-title">Your order</h2>
        <OrderStatusBadge status={status} />
      </div>
      <div className="weir-card-body">
        <ItemLines items={items} currency={currency} />
        <p className="weir-total">
          Total <Money minorUnits={amount} currency={currency} />
        </p>
        <dl className="weir-facts">
          <dt>For</dt>
          <dd>{customer.name}</dd>
          <dt>E-mail</dt>
          <dd>{customer.email}</dd>
          <dt>Phone</dt>
          <dd>{customer.phone}</dd>
          <dt>Order</dt>
          <dd>
            <CopyId id={orderId} name="order id" />
          </dd>
          <dt>Payment</dt>
          <dd>
            <CopyId id={paymentId} name="payment id" />
          </dd>
        </dl>
      </div>
    </section>
  )
}
