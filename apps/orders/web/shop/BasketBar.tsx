import { Icon, Money, countOf } from '@millrace/ui'
import { type BasketLine, basketAmount, basketPieces } from './basket.ts'

/** On a phone, where the basket is below the shelves: what is in it, and the way there. */
export function BasketBar({ lines }: { lines: readonly BasketLine[] }) {
  const [first] = lines
  if (first === undefined) return null
  return (
    <a className="shop-bar" href="#basket">
      <Icon name="bag" /> {countOf(basketPieces(lines), 'piece')}
      <span>
        <Money minorUnits={basketAmount(lines)} currency={first.product.currency} />
      </span>
    </a>
  )
}
