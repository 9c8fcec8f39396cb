import { Button, Dialog, asApiError, newKey, request, useToasts } from '@millrace/ui'
import { useState } from 'react'
import type { Order } from '../../../contract/order.ts'
import { isFinal } from '../../../contract/status.ts'

type Command = 'drive-on' | 'cancel'

const asked: Readonly<Record<Command, string>> = { 'drive-on': 'driven on', cancel: 'cancelled' }

/** What can be done about an order: drive it on past where it stands, or cancel it, which asks first. */
export function OperatorActions({ order }: { order: Order }) {
  const { done, failed } = useToasts()
  const [busy, setBusy] = useState<Command | undefined>()
  const [asks, setAsks] = useState(false)
  const { orderId } = order
  if (isFinal(order.stage)) return null
  const send = async (command: Command) => {
    setAsks(false)
    setBusy(command)
    try {
      await request(`/api/operator/orders/${orderId}/${command}`, { method: 'POST', key: newKey() })
      done(`Order ${orderId} is being ${asked[command]}.`)
    } catch (thrown) {
      failed(asApiError(thrown).message)
    }
    setBusy(undefined)
  }
  return (
    <div className="operator-actions">
      <Button
        kind="primary"
        busy={busy === 'drive-on'}
        onClick={() => void send('drive-on')}
        aria-label={`Drive on: order ${orderId}`}
      >
        Drive on
      </Button>
      <Button busy={busy === 'cancel'} onClick={() => setAsks(true)} aria-label={`Cancel: order ${orderId}`}>
        Cancel
      </Button>
      {asks && (
        <Dialog title={`Cancel order ${orderId}?`} onClose={() => setAsks(false)}>
          <div className="mr-stack">
            <p>
              Nobody goes on with it, nothing is delivered, and {order.username ?? 'the customer'} sees that it is
              cancelled.
            </p>
            <div className="mr-row">
              <Button kind="danger" onClick={() => void send('cancel')}>
                Cancel the order
              </Button>
              <Button onClick={() => setAsks(false)}>Keep it</Button>
            </div>
          </div>
        </Dialog>
      )}
    </div>
  )
}
