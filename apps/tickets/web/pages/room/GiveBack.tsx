import { Button, Dialog, Icon, Notice } from '@millrace/ui'
import { useState } from 'react'
import { go } from '../frame/route.ts'
import type { Visit } from '../live/use-visit.ts'
import { useAction } from './use-action.ts'

/** Leaves the shop: what was held goes back on sale, the place to the next. Asks first. */
export function GiveBack({ visit }: { visit: Visit }) {
  const [isAsking, setAsking] = useState(false)
  const leave = useAction(visit, '/room/leave')
  const sure = async () => {
    if ((await leave.send()) === undefined) return
    setAsking(false)
    go('/')
  }
  return (
    <div className="mr-row">
      <Button kind="quiet" onClick={() => setAsking(true)} icon={<Icon name="close" />}>
        Give up and leave
      </Button>
      {isAsking && (
        <Dialog title="Give up and leave?" onClose={() => setAsking(false)}>
          <p>Tickets that you hold go back on sale, and your place goes to the next in line.</p>
          {leave.failure !== undefined && <Notice tone="bad">{leave.failure.message}</Notice>}
          <div className="mr-dialog-actions">
            <Button onClick={() => setAsking(false)}>Stay</Button>
            <Button kind="danger" busy={leave.isBusy} onClick={() => void sure()}>
              Give up and leave
            </Button>
          </div>
        </Dialog>
      )}
    </div>
  )
}
