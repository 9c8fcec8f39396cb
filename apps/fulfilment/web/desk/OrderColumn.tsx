import { Icon, RelativeTime, SelectField } from '@millrace/ui'
import { useState } from 'react'
import type { DeskOrder } from '../../contract/desk.ts'
import { StatusBadge } from '../track/StatusBadge.tsx'
import { type Filter, filters, fits } from './filter.ts'

interface ColumnProps {
  readonly orders: readonly DeskOrder[]
  readonly chosen: string | undefined
  readonly onChoose: (orderId: string) => void
}

/** The orders to choose from, those with incidents marked. */
export function OrderColumn({ orders, chosen, onChoose }: ColumnProps) {
  const [filter, setFilter] = useState<Filter>('all')
  const shown = orders.filter((order) => fits(order, filter))
  return (
    <section className="mr-card desk-orders" aria-labelledby="orders-title">
      <div className="mr-card-head">
        <h2 id="orders-title">Orders</h2>
        <SelectField
          label="Show"
          hideLabel
          value={filter}
          onChange={({ target }) => setFilter(target.value as Filter)}
          options={filters.map(({ value, text }) => ({
            value,
            text: `${text} (${orders.filter((order) => fits(order, value)).length})`,
          }))}
        />
      </div>
      {shown.length === 0 ? (
        <p className="desk-none">{orders.length === 0 ? 'Nothing was bought yet.' : 'No order fits.'}</p>
      ) : (
        <ul aria-label="Orders">
          {shown.map((order) => (
            <li key={order.orderId}>
              <button
                type="button"
                className="desk-order"
                aria-current={order.orderId === chosen ? 'true' : undefined}
                onClick={() => onChoose(order.orderId)}
              >
                <strong>{order.product}</strong>
                <span>
                  {order.customer.name} · <RelativeTime at={order.at} />
                </span>
                <span className="desk-order-state">
                  <StatusBadge status={order.status} />
                  {order.incidents.length > 0 && (
                    <span className="desk-incident-mark">
                      <Icon name="alert" size={14} /> incident
                    </span>
                  )}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
