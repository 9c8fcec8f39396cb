import { ErrorState, Skeleton } from '@millrace/ui'
import type { OfficeView } from '../../view.ts'
import { Alone } from '../frame/Alone.tsx'
import { Frame } from '../frame/Frame.tsx'
import { Audit } from './Audit.tsx'
import { Figures } from './Figures.tsx'
import { MockForm } from './MockForm.tsx'
import { QueueList } from './QueueList.tsx'
import { RateChart } from './RateChart.tsx'
import { Refusals } from './Refusals.tsx'
import { RoomForm } from './RoomForm.tsx'
import { SaleControls } from './SaleControls.tsx'
import { StockTable } from './StockTable.tsx'
import { Transfers } from './Transfers.tsx'
import { useOffice } from './use-office.ts'
import './office.css'

/** Where the sale is watched and steered. */
export function OfficePage() {
  const { view, error, live, offset, again } = useOffice()
  return (
    <Frame place="office" title="Back office" live={live} offset={offset}>
      {view === undefined ? (
        <Unknown error={error?.message} again={again} />
      ) : (
        <Sale view={view} version={live.version} />
      )}
    </Frame>
  )
}

function Unknown({ error, again }: { error: string | undefined; again: () => void }) {
  return (
    <Alone title="Back office">
      {error === undefined ? (
        <Skeleton what="the sale" />
      ) : (
        <ErrorState title="The sale could not be read" detail={error} onRetry={again} />
      )}
    </Alone>
  )
}

function Sale({ view, version }: { view: OfficeView; version: number }) {
  return (
    <div className="ts-office">
      <SaleControls view={view} />
      <Figures view={view} />
      <div className="ts-office-columns">
        <div className="mr-stack">
          <RateChart samples={view.samples} />
          <StockTable stock={view.stock} />
          <QueueList version={version} />
        </div>
        <div className="mr-stack">
          <RoomForm sale={view.sale} />
          <MockForm />
          <Transfers version={version} />
          <Refusals view={view} />
          <Audit version={version} />
        </div>
      </div>
    </div>
  )
}
