import { Money, formatCount } from '@millrace/ui'
import type { TypeStock } from '../../../contract/shop.ts'
import { kinds } from '../art/show.ts'

interface TypeOptionProps {
  readonly stock: TypeStock
  readonly currency: string
  readonly isChosen: boolean
  readonly onChoose: () => void
}

/** One kind of ticket to choose, with what it costs and whether there is any. */
export function TypeOption({ stock, currency, isChosen, onChoose }: TypeOptionProps) {
  const { name, where } = kinds[stock.ticketsType]
  return (
    <label className="ts-type" data-chosen={isChosen} data-full={stock.available === 0}>
      <input
        type="radio"
        name="ticketsType"
        value={stock.ticketsType}
        checked={isChosen}
        disabled={stock.available === 0}
        onChange={onChoose}
      />
      <span className="ts-type-name">
        {name}
        <small>{where}</small>
      </span>
      <span className="ts-type-price">
        <Money minorUnits={stock.price} currency={currency} />
        <small>{availability(stock)}</small>
      </span>
    </label>
  )
}

const FEW = 20

function availability({ available, held }: TypeStock): string {
  if (available === 0) return held > 0 ? 'all held, may come back' : 'sold out'
  return available <= FEW ? `only ${available} left` : `${formatCount(available)} left`
}
