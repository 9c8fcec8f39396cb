import { CopyId, Notice, RelativeTime } from '@millrace/ui'
import type { ReactNode } from 'react'
import type { Order, Pizza } from '../../../contract/order.ts'
import { STATUS } from '../../../contract/status.ts'
import { describePizza } from '../builder/describe.ts'
import { PizzaPicture } from '../builder/PizzaPicture.tsx'
import { Stages } from './Stages.tsx'
import { StatusBadge } from './StatusBadge.tsx'
import './orders.css'

const NOTHING: Pizza = { sauce: '', cheese: '', main_topping: '', extra_toppings: [] }

/** An order: where it is, what it is, what happened to it. `children` stand below. */
export function OrderView({ order, children }: { order: Order; children?: ReactNode }) {
  const { pizza } = order
  return (
    <>
      <div className="stone-head" aria-live="polite">
        <StatusBadge status={order.status} />
        <h1>{order.text}</h1>
        <p className="mr-muted">
          Order <CopyId id={order.orderId} name="order" />
          {order.username !== undefined && order.username !== '' && <> for {order.username}</>}
          {order.placedAt !== undefined && (
            <>
              , placed <RelativeTime at={Date.parse(order.placedAt)} />
            </>
          )}
        </p>
      </div>
      <Trouble order={order} />
      <div className="order-columns">
        <section className="mr-card" aria-label="The way of the pizza">
          <div className="mr-card-body">
            <Stages order={order} />
          </div>
        </section>
        <section className="mr-card order-pizza" aria-label="The pizza">
          <PizzaPicture pizza={pizza ?? NOTHING} label="" />
          <p>{pizza === undefined ? 'Nobody has said yet what was ordered.' : describePizza(pizza)}</p>
        </section>
      </div>
      {children}
    </>
  )
}

function Trouble({ order }: { order: Order }) {
  if (order.status === STATUS.stuck)
    return (
      <Notice tone="warn">
        <strong>This takes longer than it should.</strong> Nothing has changed since{' '}
        <RelativeTime at={Date.parse(order.since)} />. The kitchen knows, and will go on with it or cancel it.
      </Notice>
    )
  if (order.status === STATUS.cancelled)
    return <Notice tone="neutral">The order was cancelled by the kitchen. Nothing will be delivered.</Notice>
  if (order.trouble !== undefined)
    return (
      <Notice tone="bad">
        <strong>The status cannot be trusted.</strong> {order.trouble}
      </Notice>
    )
  return null
}
