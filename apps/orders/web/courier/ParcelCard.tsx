import { Button, CopyId, Icon, RelativeTime, asApiError, newKey, request, useToasts } from '@millrace/ui'
import { useState } from 'react'
import type { Parcel } from '../../contract/parcel.ts'

/** What the courier does next with a parcel of each status. */
const steps = {
  shipping: { path: 'shipped', name: 'Mark shipped', icon: 'truck', since: 'ready' },
  shipped: { path: 'delivered', name: 'Mark delivered', icon: 'home', since: 'left' },
  delivered: { path: undefined, name: '', icon: 'check', since: 'arrived' },
} as const

export function ParcelCard({ parcel }: { parcel: Parcel }) {
  const { orderId, status, customer, items, takenAt, shippedAt = takenAt, deliveredAt = shippedAt } = parcel
  const { since } = steps[status]
  const at = { shipping: takenAt, shipped: shippedAt, delivered: deliveredAt }[status]
  const pieces = items.map(({ name, quantity }) => (quantity === 1 ? name : `${quantity} × ${name}`))
  return (
    <li className="courier-parcel mr-card" data-status={status}>
      <div className="mr-row mr-spread">
        <h3>{customer.name}</h3>
        <span className="mr-muted">
          {since} <RelativeTime at={Date.parse(at)} />
        </span>
      </div>
      <p>{pieces.join(', ')}</p>
      <div className="mr-row mr-spread courier-foot">
        <CopyId id={orderId} name="order id" />
        <a href={`tel:${customer.phone}`}>{customer.phone}</a>
      </div>
      <Step parcel={parcel} />
    </li>
  )
}

function Step({ parcel: { orderId, status, customer } }: { parcel: Parcel }) {
  const { path, name, icon } = steps[status]
  const toasts = useToasts()
  const [isBusy, setBusy] = useState(false)
  const [key] = useState(newKey)
  if (path === undefined) return null
  const mark = async () => {
    setBusy(true)
    try {
      // The key is the step's own: pressing again after an answer was lost marks once.
      await request(`/parcels/${encodeURIComponent(orderId)}/${path}`, { method: 'POST', key: `${key}-${path}` })
    } catch (error) {
      toasts.failed(asApiError(error).message)
    }
    setBusy(false)
  }
  return (
    <Button
      kind={status === 'shipping' ? 'primary' : 'plain'}
      icon={<Icon name={icon} />}
      busy={isBusy}
      aria-label={`${name}: the parcel for ${customer.name}, order ${orderId}`}
      onClick={() => void mark()}
    >
      {name}
    </Button>
  )
}
