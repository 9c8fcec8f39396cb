import { ErrorState, Skeleton, StaleNotice, itemsAt, listed, request, useLiveValue, useRead } from '@millrace/ui'
import type { Page } from '../../contract/order.ts'
import { type Parcel, type ParcelStatus } from '../../contract/parcel.ts'
import { Frame } from '../frame/Frame.tsx'
import { ParcelCard } from './ParcelCard.tsx'
import './courier.css'

const folds = listed<Parcel>('parcels', 'parcel', ({ orderId }) => orderId)

const readParcels = (path: string, signal: AbortSignal) => request<Page<Parcel>>(path, { signal })

const LANE_MOST = 100

interface Lane {
  readonly status: ParcelStatus
  readonly title: string
  readonly empty: string
}

const lanes: readonly Lane[] = [
  {
    status: 'shipping',
    title: 'To take along',
    empty: 'Nothing to take along. Paid orders appear here by themselves.',
  },
  { status: 'shipped', title: 'On the road', empty: 'Nothing is on the road.' },
  { status: 'delivered', title: 'Delivered', empty: 'Nothing is delivered yet.' },
]

/** The courier's day: what to take along, what is on the road, what has arrived. */
export function CourierPage() {
  const latest = useLiveValue('/parcels', folds, itemsAt<Parcel>('/parcels'))
  const { live, offset } = latest
  return (
    <Frame place="courier" title="Deliveries" live={live} offset={offset}>
      <div className="weir-head">
        <h1>Deliveries</h1>
        <p className="mr-lead">Paid orders come in by themselves. Mark each when it leaves, and when it arrives.</p>
      </div>
      <StaleNotice live={live} service="deliveries" />
      <div className="courier-lanes">
        {lanes.map((lane) => (
          <LaneOf key={lane.status} lane={lane} version={live.version} />
        ))}
      </div>
    </Frame>
  )
}

/** Read by status, and not from the newest of all: what was not taken along for long must not drop out of sight. */
function LaneOf({ lane: { status, title, empty }, version }: { lane: Lane; version: number }) {
  const page = useRead(`/parcels?status=${status}&limit=${LANE_MOST}`, version, readParcels)
  const parcels = page.data?.items
  const hasMore = page.data?.next !== undefined
  return (
    <section className="courier-lane" aria-labelledby={`lane-${status}`}>
      <h2 id={`lane-${status}`}>
        {title}{' '}
        {parcels !== undefined && <span className="courier-count">{`${parcels.length}${hasMore ? '+' : ''}`}</span>}
      </h2>
      {parcels === undefined ? (
        <div className="mr-card">
          {page.error === undefined ? (
            <Skeleton what={title} lines={4} />
          ) : (
            <ErrorState title="Not read" detail={page.error.message} onRetry={page.again} />
          )}
        </div>
      ) : parcels.length === 0 ? (
        <p className="courier-empty">{empty}</p>
      ) : (
        <ul className="mr-stack">
          {parcels.map((parcel) => (
            <ParcelCard key={parcel.orderId} parcel={parcel} />
          ))}
        </ul>
      )}
      {hasMore && (
        <p className="courier-empty">
          {status === 'delivered' ? 'Older ones are not shown.' : 'There are more; they appear as these are done.'}
        </p>
      )}
    </section>
  )
}
