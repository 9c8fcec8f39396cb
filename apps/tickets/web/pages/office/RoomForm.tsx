import { Button, TextField } from '@millrace/ui'
import { type FormEvent, useState } from 'react'
import type { Sale } from '../../../contract/waiting-room.ts'
import { useCommand } from './use-command.ts'

/** How fast people are let in, how many may be inside, and what those who wait are told. */
export function RoomForm({ sale }: { sale: Sale }) {
  // Only what was typed; the rest follows the sale.
  const [typed, setTyped] = useState<Partial<Record<'rate' | 'maxActive' | 'message', string>>>({})
  const save = useCommand('Saved; it holds from now on.')
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const { rate, maxActive, message } = typed
    const change = {
      ...(rate !== undefined && { rate: Number(rate) }),
      ...(maxActive !== undefined && { maxActive: Number(maxActive) }),
      ...(message !== undefined && { message }),
    }
    if (await save.send('/office/settings', change)) setTyped({})
  }
  const fields = save.failure?.fields ?? {}
  return (
    <form
      className="mr-card ts-panel mr-stack"
      onSubmit={(event) => void submit(event)}
      noValidate
      aria-labelledby="ts-room-title"
    >
      <h2 id="ts-room-title">Waiting room</h2>
      <div className="ts-pair">
        <TextField
          label="Let in a minute"
          inputMode="numeric"
          value={typed.rate ?? String(sale.rate)}
          error={fields['rate']}
          onChange={({ target }) => setTyped({ ...typed, rate: target.value })}
        />
        <TextField
          label="In the shop at most"
          inputMode="numeric"
          value={typed.maxActive ?? String(sale.maxActive)}
          error={fields['maxActive']}
          onChange={({ target }) => setTyped({ ...typed, maxActive: target.value })}
        />
      </div>
      <TextField
        label="Message to those who wait"
        maxLength={500}
        value={typed.message ?? sale.message ?? ''}
        error={fields['message']}
        onChange={({ target }) => setTyped({ ...typed, message: target.value })}
      />
      <div className="mr-row">
        <Button kind="primary" type="submit" busy={save.isBusy} disabled={Object.keys(typed).length === 0}>
          Save
        </Button>
      </div>
    </form>
  )
}
