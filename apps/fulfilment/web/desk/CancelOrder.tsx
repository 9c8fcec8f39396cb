import { Button, Dialog, asApiError, request, useToasts } from '@millrace/ui'
import { useState } from 'react'
import type { DeskOrder } from '../../contract/desk.ts'

/** Ends an order's process, after asking; what it holds goes back to the shelf. */
export function CancelOrder({ order }: { order: DeskOrder }) {
  const [isAsking, setAsking] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const toasts = useToasts()
  const cancel = async () => {
    setBusy(true)
    try {
      await request(`/orders/${encodeURIComponent(order.orderId)}/cancel`, { method: 'POST' })
      toasts.done('The order is cancelled, and its piece is back on the shelf.')
    } catch (error) {
      toasts.failed(`The order was not cancelled: ${asApiError(error).message}`)
    } finally {
      setBusy(false)
      setAsking(false)
    }
  }
  return (
    <>
      <Button kind="quiet" onClick={() => setAsking(true)}>
        Cancel the order
      </Button>
      {isAsking && (
        <Dialog title="Cancel the order?" onClose={() => setAsking(false)}>
          <p>
            The process of {order.customer.name}’s order of {order.product} ends where it is. What it holds goes back to
            the shelf. This cannot be undone.
          </p>
          <div className="mr-dialog-actions">
            <Button onClick={() => setAsking(false)}>Keep it</Button>
            <Button kind="danger" busy={isBusy} onClick={() => void cancel()}>
              Cancel the order
            </Button>
          </div>
        </Dialog>
      )}
    </>
  )
}
