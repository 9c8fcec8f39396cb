import { Button, Icon, TextField } from '@millrace/ui'
import { type FormEvent, useState } from 'react'
import { useCommand } from './use-command.ts'

/** People who only wait, to see how the sale carries them. */
export function MockForm() {
  const [count, setCount] = useState('100')
  const mock = useCommand('They have joined the line.')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void mock.send('/office/mock', { count: Number(count) })
  }
  return (
    <form className="mr-card ts-panel mr-stack" onSubmit={submit} noValidate aria-labelledby="ts-mock-title">
      <h2 id="ts-mock-title">Mock customers</h2>
      <div className="ts-pair ts-pair-end">
        <TextField
          label="How many"
          inputMode="numeric"
          value={count}
          error={mock.failure?.fields['count']}
          onChange={({ target }) => setCount(target.value)}
        />
        <Button type="submit" busy={mock.isBusy} icon={<Icon name="plus" />}>
          Generate
        </Button>
      </div>
      <p className="mr-muted">They wait in line like anybody, are let in, and buy nothing.</p>
    </form>
  )
}
