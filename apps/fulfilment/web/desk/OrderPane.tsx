import { CopyId, EmptyState, ask, useRead } from '@millrace/ui'
import { useState } from 'react'
import type { PlacedOrder } from '../../contract/desk.ts'
import { Loaded } from '../frame/Loaded.tsx'
import { type Following, useFollowed } from '../live/use-live.ts'
import { StatusBadge } from '../track/StatusBadge.tsx'
import { CancelOrder } from './CancelOrder.tsx'
import { Diagram } from './Diagram.tsx'
import { isOpen } from './filter.ts'
import { IncidentNotice } from './IncidentNotice.tsx'
import { PlaceList } from './PlaceList.tsx'

interface PaneProps {
  readonly orderId: string
  readonly following: Following
}

/** One order: where it is, on the diagram and as a list, and what can be done about it. */
export function OrderPane({ orderId, following }: PaneProps) {
  const read = useFollowed<PlacedOrder>(`/orders/${encodeURIComponent(orderId)}`, following)
  if (read.error?.status === 404) {
    return (
      <div className="mr-card">
        <EmptyState icon="box" title="There is no such order">
          {read.error.message}
        </EmptyState>
      </div>
    )
  }
  return (
    <Loaded read={read} what="the order">
      {(order) => <Known order={order} />}
    </Loaded>
  )
}

function Known({ order }: { order: PlacedOrder }) {
  const [selected, setSelected] = useState<string | undefined>()
  return (
    <div className="mr-stack desk-pane">
      <OrderHead order={order} />
      {order.incidents.map((incident) => (
        <IncidentNotice
          key={incident.job}
          incident={incident}
          place={order.places.find(({ elementId }) => elementId === incident.elementId)?.name ?? incident.elementId}
        />
      ))}
      <OnDiagram order={order} selected={selected} onSelect={setSelected} />
      <PlaceList places={order.places} selected={selected} onSelect={setSelected} />
    </div>
  )
}

function OrderHead({ order }: { order: PlacedOrder }) {
  return (
    <div className="mr-card desk-head">
      <div className="desk-head-title">
        <h2>{order.product}</h2>
        <StatusBadge status={order.status} />
      </div>
      <dl>
        <div>
          <dt>Customer</dt>
          <dd>{order.customer.name}</dd>
        </div>
        <div>
          <dt>Process</dt>
          <dd>{order.process}</dd>
        </div>
        <div>
          <dt>Instance</dt>
          <dd>
            {order.processInstanceKey === null ? (
              'not started yet'
            ) : (
              <CopyId id={order.processInstanceKey} name="process instance key" />
            )}
          </dd>
        </div>
        <div>
          <dt>Order</dt>
          <dd>
            <CopyId id={order.orderId} name="order number" />
          </dd>
        </div>
      </dl>
      {isOpen(order) && order.status !== 'charged' && <CancelOrder order={order} />}
    </div>
  )
}

interface OnDiagramProps {
  readonly order: PlacedOrder
  readonly selected: string | undefined
  readonly onSelect: (elementId: string) => void
}

function OnDiagram({ order, selected, onSelect }: OnDiagramProps) {
  const xml = useRead(`/processes/${order.process}`, 0, (path, signal) => readText(path, signal))
  return (
    <Loaded read={xml} what="the diagram">
      {(text) => (
        <Diagram
          xml={text}
          name={order.process}
          places={order.places}
          isOver={!isOpen(order)}
          selected={selected}
          onSelect={onSelect}
        />
      )}
    </Loaded>
  )
}

const readText = async (path: string, signal: AbortSignal): Promise<string> => (await ask(path, { signal })).text()
