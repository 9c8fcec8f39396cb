import { Button, Dialog, Icon, Notice } from '@millrace/ui'
import { useState } from 'react'
import type { PurchaseView } from '../../view.ts'
import type { Visit } from '../live/use-visit.ts'
import { useAction } from '../room/use-action.ts'

/** Gives the held tickets back, to choose others. Asks first. */
export function CancelHold({ visit, purchase }: { visit: Visit; purchase: PurchaseView }) {
  const [isAsking, setAsking] = useState(false)
  const cancel = useAction(visit, '/shop/cancel')
  return (
    <div className="mr-row">
      <Button kind="quiet" onClick={() => setAsking(true)} icon={<Icon name="close" />}>
        Give these tickets back
      </Button>
      {isAsking && (
        <Dialog title="Give the tickets back?" onClose={() => setAsking(false)}>
          <p>They go back on sale at once. While the shop is open to you, you can choose others.</p>
          {cancel.failure !== undefined && <Notice tone="bad">{cancel.failure.message}</Notice>}
          <div className="mr-dialog-actions">
            <Button onClick={() => setAsking(false)}>Keep them</Button>
            <Button
              kind="danger"
              busy={cancel.isBusy}
              onClick={() => void cancel.send({ reservationId: purchase.reservationId })}
            >
              Give them back
            </Button>
          </div>
        </Dialog>
      )}
    </div>
  )
}
