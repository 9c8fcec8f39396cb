import { Button, Dialog, Notice, SelectField, useToasts } from '@millrace/ui'
import { type FormEvent, useState } from 'react'
import type { ElementInstance, ProcessInstance } from '../../../contract/processes.ts'
import { useSetVariables } from '../../api/processes.ts'
import { errorText } from '../../api/request.ts'
import { VariablesField } from './VariablesField.tsx'
import { readObject } from './json-object.ts'

interface SetProps {
  instance: ProcessInstance
  /** The element that was chosen, when it is at work. */
  scope: ElementInstance | undefined
  onClose: () => void
}

/** Sets variables of the instance, or of the element that was chosen in it. */
export function SetDialog({ instance, scope, onClose }: SetProps) {
  const [where, setWhere] = useState(scope?.elementInstanceKey ?? '')
  const [text, setText] = useState('')
  const set = useSetVariables(instance.processInstanceKey)
  const toasts = useToasts()
  const read = readObject(text)
  const isEmpty = 'value' in read && Object.keys(read.value).length === 0
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if ('wrong' in read) return
    const wanted = { variables: read.value, ...(where === '' ? {} : { scopeKey: where }) }
    set.mutate(wanted, {
      onSuccess: () => {
        toasts.done(`Set ${Object.keys(read.value).join(', ')}`)
        onClose()
      },
    })
  }
  return (
    <Dialog title="Set variables" onClose={onClose} wide>
      <form className="form" onSubmit={submit}>
        {set.isError && <Notice tone="bad">{errorText(set.error)}</Notice>}
        {scope !== undefined && (
          <SelectField
            label="Where"
            options={[
              { value: scope.elementInstanceKey, text: `${scope.elementId} alone` },
              { value: '', text: 'The whole instance' },
            ]}
            value={where}
            onChange={(event) => setWhere(event.target.value)}
          />
        )}
        <VariablesField value={text} onChange={setText} hint="A JSON object: what it names is set, the rest stays" />
        <div className="mr-dialog-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" disabled={'wrong' in read || isEmpty} busy={set.isPending}>
            Set
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
