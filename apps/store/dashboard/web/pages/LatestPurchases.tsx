import { Button, EmptyState, ErrorState, Icon, Money, RelativeTime, Skeleton } from '@millrace/ui'
import type { PurchaseRow } from '../../rows.ts'
import { cents, readPage } from '../data/api.ts'
import { useRead } from '../data/use-read.ts'
import { changeMark, useLive } from '../live/use-live.ts'
import { CustomerName, ProductName } from './names.tsx'

const PATH = '/api/purchases?limit=12'

export function LatestPurchases({ onAdd }: { onAdd: (() => void) | undefined }) {
  const page = useRead(PATH, readPage<PurchaseRow>)
  const live = useLive()
  return (
    <aside className="mr-panel store-latest" aria-labelledby="latest-title">
      <div className="store-latest-head">
        <h2 id="latest-title">Latest purchases</h2>
        {onAdd !== undefined && (
          <Button size="small" icon={<Icon name="plus" />} onClick={onAdd}>
            Add purchase
          </Button>
        )}
      </div>
      {page.data === undefined ? (
        page.error === undefined ? (
          <Skeleton what="purchases" />
        ) : (
          <ErrorState title="Purchases could not be read" detail={page.error.message} onRetry={page.again} />
        )
      ) : page.data.rows.length === 0 ? (
        <EmptyState title="No purchases yet">A purchase takes a customer and a product.</EmptyState>
      ) : (
        <ol className="store-feed">
          {page.data.rows.map((purchase) => (
            <li key={purchase.id} data-changed={changeMark(live, purchase.id)}>
              <span className="store-feed-who">
                <CustomerName customer={purchase.customer} />
              </span>
              <span className="store-feed-what">
                <ProductName product={purchase.product} />
              </span>
              <span className="store-feed-amount">
                <Money minorUnits={cents(purchase.amountSpent)} />
              </span>
              <span className="store-feed-when">
                <RelativeTime at={Date.parse(purchase.transactionDate)} />
              </span>
            </li>
          ))}
        </ol>
      )}
    </aside>
  )
}
