import { Money } from '@millrace/ui'
import type { OrderItem } from '../../contract/order.ts'
import { Picture } from './pictures.tsx'

/** What was ordered: picture, name, how many, for how much. */
export function ItemLines({ items, currency }: { items: readonly OrderItem[]; currency: string }) {
  return (
    <ul className="weir-lines">
      {items.map(({ sku, name, price, quantity }) => (
        <li key={sku}>
          <Picture sku={sku} />
          <span>
            {name}
            <small>
              {quantity} × <Money minorUnits={price} currency={currency} />
            </small>
          </span>
          <Money minorUnits={price * quantity} currency={currency} />
        </li>
      ))}
    </ul>
  )
}
