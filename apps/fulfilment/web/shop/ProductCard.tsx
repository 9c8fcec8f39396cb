import { Button, Icon, Money, Status } from '@millrace/ui'
import type { Product } from '../../contract/order.ts'
import { Picture } from '../pictures/Picture.tsx'

interface CardProps {
  readonly product: Product
  readonly onBuy: () => void
}

export function ProductCard({ product: { name, price, available }, onBuy }: CardProps) {
  return (
    <li className="shop-product mr-card" data-sold-out={available === 0}>
      <Picture product={name} />
      <div className="shop-product-text">
        <h2>{name}</h2>
        <div className="shop-product-line">
          <span className="shop-price">
            <Money minorUnits={price} currency="EUR" />
          </span>
          {available === 0 ? (
            <Status tone="neutral">Sold out</Status>
          ) : (
            <Status tone={available === 1 ? 'warn' : 'ok'}>
              {available === 1 ? 'Last piece' : `${available} left`}
            </Status>
          )}
        </div>
        <Button
          kind="primary"
          className="mr-big"
          icon={<Icon name="bag" />}
          disabled={available === 0}
          onClick={onBuy}
          aria-label={available === 0 ? `${name} is sold out` : `Buy ${name}`}
        >
          {available === 0 ? 'Sold out' : 'Buy'}
        </Button>
      </div>
    </li>
  )
}
