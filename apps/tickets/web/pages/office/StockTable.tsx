import { type Column, Money, Table, formatCount } from '@millrace/ui'
import type { Stock, TypeStock } from '../../../contract/shop.ts'
import { kinds } from '../art/show.ts'

/** What there is of each kind: sold, held, left. */
export function StockTable({ stock }: { stock: Stock | undefined }) {
  if (stock === undefined) return null
  return (
    <section className="mr-card ts-panel" aria-labelledby="ts-stock-title">
      <h2 id="ts-stock-title">Tickets</h2>
      <Table
        caption="Tickets by kind"
        columns={columnsOf(stock.currency)}
        rows={stock.types}
        rowKey={({ ticketsType }) => ticketsType}
      />
    </section>
  )
}

const columnsOf = (currency: string): readonly Column<TypeStock>[] => [
  { id: 'kind', header: 'Kind', cell: ({ ticketsType }) => kinds[ticketsType].name, isRowHeader: true },
  { id: 'price', header: 'Price', align: 'end', cell: ({ price }) => <Money minorUnits={price} currency={currency} /> },
  { id: 'sold', header: 'Sold', align: 'end', cell: ({ sold }) => formatCount(sold) },
  { id: 'held', header: 'Held', align: 'end', cell: ({ held }) => formatCount(held) },
  { id: 'available', header: 'Left', align: 'end', cell: ({ available }) => formatCount(available) },
  { id: 'share', header: 'Share', cell: (of) => <Bar of={of} /> },
]

function Bar({ of: { sold, held, capacity } }: { of: TypeStock }) {
  const share = (count: number) => (capacity === 0 ? 0 : (100 * count) / capacity)
  return (
    <svg className="ts-bar" aria-hidden="true" viewBox="0 0 100 8" preserveAspectRatio="none">
      <rect className="ts-bar-left" width="100" height="8" />
      <rect className="ts-bar-held" width={share(sold + held)} height="8" />
      <rect className="ts-bar-sold" width={share(sold)} height="8" />
    </svg>
  )
}
