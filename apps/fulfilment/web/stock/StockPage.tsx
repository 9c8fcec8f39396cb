import { Badge, type Column, EmptyState, Table } from '@millrace/ui'
import type { StockRecord } from '../../contract/order.ts'
import { Frame } from '../frame/Frame.tsx'
import { Loaded } from '../frame/Loaded.tsx'
import { useFollowed, useFollowing } from '../live/use-live.ts'
import { RestockButton } from '../shop/RestockButton.tsx'
import './stock.css'

const columns: readonly Column<StockRecord>[] = [
  {
    id: 'product',
    header: 'product',
    cell: ({ product }) => product,
    isRowHeader: true,
    sortBy: ({ product }) => product,
  },
  {
    id: 'level',
    header: 'stock_level',
    align: 'end',
    cell: ({ stock_level }) => stock_level,
    sortBy: ({ stock_level }) => Number(stock_level),
  },
  { id: 'reserved', header: 'reserved', align: 'end', cell: ({ reserved = 0 }) => reserved },
  { id: 'changes', header: '_rev', align: 'end', cell: ({ _rev }) => _rev },
]

/** The records of `db/stock`, as the inventory service keeps them: as a table, and each as the JSON that it is. */
export function StockPage() {
  const following = useFollowing()
  const read = useFollowed<{ records: readonly StockRecord[] }>('/stock', following)
  return (
    <Frame place="stock" title="Stock" following={following}>
      <div className="pen-head">
        <div className="mr-stack stock-title">
          <h1>
            db/stock <Badge>table</Badge>
          </h1>
          <p className="mr-lead">The records that the inventory service writes. Each change adds one to its number.</p>
        </div>
        <RestockButton />
      </div>
      <Loaded read={read} what="the stock">
        {({ records }) =>
          records.length === 0 ? (
            <div className="mr-card">
              <EmptyState icon="box" title="No records yet">
                Restock the store: the process writes one record after the other.
              </EmptyState>
            </div>
          ) : (
            <>
              <Table caption="Records of db/stock" columns={columns} rows={records} rowKey={({ product }) => product} />
              <ul className="stock-records" aria-label="Records as JSON">
                {records.map((record) => (
                  <li key={record.product} className="mr-card">
                    <pre>{JSON.stringify(record, null, 2)}</pre>
                  </li>
                ))}
              </ul>
            </>
          )
        }
      </Loaded>
    </Frame>
  )
}
