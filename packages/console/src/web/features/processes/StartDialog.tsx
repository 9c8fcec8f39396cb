import { Button, Dialog, Icon, Notice, SelectField, useToasts } from '@millrace/ui'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import type { ProcessSummary } from '../../../contract/processes.ts'
import { useStart } from '../../api/processes.ts'
import { errorText } from '../../api/request.ts'
import { VariablesField } from './VariablesField.tsx'
import { readObject } from './json-object.ts'

interface StartProps {
  process: ProcessSummary
  /** The version that the page shows. */
  chosen: number | undefined
  onClose: () => void
}

/** Starts an instance, and goes to its page. */
export function StartDialog({ process: { processId, versions }, chosen, onClose }: StartProps) {
  const [key, setKey] = useState(
    () => (versions.find(({ version }) => version === chosen) ?? versions[0])?.processDefinitionKey ?? '',
  )
  const [text, setText] = useState('')
  const start = useStart()
  const toasts = useToasts()
  const navigate = useNavigate()
  const read = readObject(text)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if ('wrong' in read) return
    start.mutate(
      { processDefinitionKey: key, variables: read.value },
      {
        onSuccess: ({ processInstanceKey }) => {
          toasts.done(`Instance ${processInstanceKey} runs`)
          void navigate({ to: '/processes/instances/$key', params: { key: processInstanceKey } })
        },
      },
    )
  }
  return (
    <Dialog title={`Start ${processId}`} onClose={onClose} wide>
      <form className="form" onSubmit={submit}>
        {start.isError && <Notice tone="bad">{errorText(start.error)}</Notice>}
        <SelectField
          label="Version"
          options={versions.map(({ version, processDefinitionKey: value }) => ({ value, text: `v${version}` }))}
          value={key}
          onChange={(event) => setKey(event.target.value)}
        />
        <VariablesField value={text} onChange={setText} hint="A JSON object; empty: none" />
        <div className="mr-dialog-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            type="submit"
            icon={<Icon name="play" />}
            disabled={'wrong' in read}
            busy={start.isPending}
          >
            Start
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
