import { Button, Dialog, Icon, TextField } from '@millrace/ui'
import { useState } from 'react'
import { useCommand } from './use-command.ts'

const MOST_MINUTES = 10_080

/** Begins anew: an empty line and all tickets. Asks first, and when the new sale is to open. */
export function ResetSale() {
  const [isAsking, setAsking] = useState(false)
  const [minutes, setMinutes] = useState('0')
  const reset = useCommand('A new sale has begun.')
  const sure = async () => {
    const wait = Math.min(MOST_MINUTES, Math.max(0, Number(minutes) || 0))
    if (await reset.send('/office/reset', { opensInMs: wait * 60_000 })) setAsking(false)
  }
  return (
    <>
      <Button kind="danger" onClick={() => setAsking(true)} icon={<Icon name="trash" />}>
        Reset
      </Button>
      {isAsking && (
        <Dialog title="Begin a new sale?" onClose={() => setAsking(false)}>
          <p>
            Everybody loses their place, everything that is held or sold is forgotten, and all tickets are on sale
            again. This cannot be undone.
          </p>
          <TextField
            label="Opens in minutes"
            type="number"
            min={0}
            max={MOST_MINUTES}
            value={minutes}
            hint="0: at once. Before that, people gather for the draw."
            error={reset.failure?.fields['opensInMs']}
            onChange={({ target }) => setMinutes(target.value)}
          />
          <div className="mr-dialog-actions">
            <Button onClick={() => setAsking(false)}>Keep this sale</Button>
            <Button kind="danger" busy={reset.isBusy} onClick={() => void sure()}>
              Begin a new sale
            </Button>
          </div>
        </Dialog>
      )}
    </>
  )
}
