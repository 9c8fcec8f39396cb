import { Money, formatCount } from '@millrace/ui'
import type { ReactNode } from 'react'
import type { Summary } from '../../api.ts'
import { cents } from '../data/api.ts'

export function SummaryTiles({ summary }: { summary: Summary | undefined }) {
  return (
    <dl className="store-tiles" aria-label="Summary">
      <Tile name="Total spent">{summary && <Money minorUnits={cents(summary.totalSpent)} />}</Tile>
      <Tile name="Purchases">{summary && formatCount(summary.purchaseCount)}</Tile>
      <Tile name="Customers">{summary && formatCount(summary.customerCount)}</Tile>
      <Tile name="Products">{summary && formatCount(summary.productCount)}</Tile>
    </dl>
  )
}

/** Without children: not known yet. */
function Tile({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="mr-panel store-tile">
      <dt>{name}</dt>
      <dd>{children ?? <span className="mr-muted">–</span>}</dd>
    </div>
  )
}
