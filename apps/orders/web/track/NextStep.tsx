import { Button, Dialog, Icon, asApiError, newKey, request, useToasts } from '@millrace/ui'
import { useState } from 'react'
import type { Order } from '../../contract/order.ts'

/** What the customer can do now: pay, or cancel; order again when it is over. */
export function NextStep({ order }: { order: Order }) {
  const [isAsking, setAsking] = useState(false)
  if (order.status === 'cancelled' || order.status === 'paymentFailed') {
    return (
      <a className="mr-button mr-big" href="/">
        <Icon name="bag" /> Back to the shop
      </a>
    )
  }
  if (order.status !== 'created') return null
  return (
    <div className="mr-stack track-next">
      <a className="mr-button mr-big" data-kind="primary" href={order.paymentUrl}>
        <Icon name="card" /> Pay now
      </a>
      <Button kind="quiet" onClick={() => setAsking(true)}>
        Cancel the order
      </Button>
      {isAsking && <Cancel order={order} onClose={() => setAsking(false)} />}
    </div>
  )
}

function Cancel({ order: { orderId }, onClose }: { order: Order; onClose: () => void }) {
  const toasts = useToasts()
  const [isBusy, setBusy] = useState(false)
  const [key] = useState(newKey)
  const cancel = async () => {
    setBusy(true)
    try {
      await request<Order>(`/orders/${encodeURIComponent(orderId)}/cancel`, { method: 'POST', key })
      toasts.done('The order is cancelled.')
    } catch (error) {
      toasts.failed(asApiError(error).message)
    }
    onClose()
  }
  return (
    <Dialog title="Cancel the order?" onClose={onClose}>
      <p>Nothing will be sent, and the payment page is closed. This cannot be undone.</p>
      <div className="mr-dialog-actions">
        <Button onClick={onClose}>Keep the order</Button>
        <Button kind="danger" busy={isBusy} onClick={() => void cancel()}>
          Cancel the order
        </Button>
      </div>
    </Dialog>
  )
}
