import { ErrorState, Skeleton, StaleNotice, request } from '@millrace/ui'
import type { Page } from '../../contract/order.ts'
import { type Parcel, type ParcelStatus } from '../../contract/parcel.ts'
import { Frame } from '../frame/Frame.tsx'
import { listed } from '../live/folds.ts'
import { useLiveValue } from '../live/use-live-value.ts'
import { ParcelCard } from './ParcelCard.tsx'
import './courier.css'

const folds = listed<Parcel>('parcels', 'parcel', ({ orderId }) => orderId)

const plain = async (signal: AbortSignal) => (await request<Page<Parcel>>('/parcels', { signal })).items

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
  const { data, error, again, live, offset } = useLiveValue('/parcels', folds, plain)
  return (
    <Frame place="courier" title="Deliveries" live={live} offset={offset}>
      <div className="weir-head">
        <h1>Deliveries</h1>
        <p className="weir-lead">Paid orders come in by themselves. Mark each when it leaves, and when it arrives.</p>
      </div>
      {data !== undefined && <StaleNotice live={live} service="deliveries" />}
      {data !== undefined ? (
        <div className="courier-lanes">
          {lanes.map((lane) => (
            <LaneOf key={lane.status} lane={lane} parcels={data.filter(({ status }) => status === lane.status)} />
          ))}
        </div>
      ) : (
        <div className="weir-card">
          {error === undefined ? (
            <Skeleton what="deliveries" lines={9} />
          ) : (
            <ErrorState title="Deliveries could not be read" detail={error.message} onRetry={again} />
          )}
        </div>
      )}
    </Frame>
  )
}

function LaneOf({ lane: { status, title, empty }, parcels }: { lane: Lane; parcels: readonly Parcel[] }) {
  return (
    <section className="courier-lane" aria-labelledby={`lane-${status}`}>
      <h2 id={`lane-${status}`}>
        {title} <span className="courier-count">{parcels.length}</span>
      </h2>
      {parcels.length === 0 ? (
        <p className="courier-empty">{empty}</p>
      ) : (
        <ul className="mr-stack">
          {parcels.map((parcel) => (
            <ParcelCard key={parcel.orderId} parcel={parcel} />
          ))}
        </ul>
      )}
    </section>
  )
}
