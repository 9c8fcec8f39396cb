import { Button, Icon, Money } from '@millrace/ui'
import type { Product } from '../../contract/order.ts'
import { Picture } from '../pictures/pictures.tsx'
import { Pieces } from './Pieces.tsx'

interface CardProps {
  readonly product: Product
  readonly pieces: number
  readonly onPieces: (pieces: number) => void
}

export function ProductCard({ product, pieces, onPieces }: CardProps) {
  return (
    <li className="shop-product mr-card">
      <Picture sku={product.sku} />
      <div className="shop-product-text">
        <h2>{product.name}</h2>
        <p className="shop-price">
          <Money minorUnits={product.price} currency={product.currency} />
        </p>
        {pieces === 0 ? (
          <Button icon={<Icon name="plus" />} onClick={() => onPieces(1)} aria-label={`Add ${product.name}`}>
            Add
          </Button>
        ) : (
          <Pieces name={product.name} pieces={pieces} onPieces={onPieces} />
        )}
      </div>
    </li>
  )
}
