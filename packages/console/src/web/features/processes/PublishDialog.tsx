import { Button, Dialog, Icon, Notice, TextField, useToasts } from '@millrace/ui'
import { type FormEvent, useState } from 'react'
import { usePublish } from '../../api/processes.ts'
import { errorText, fieldError } from '../../api/request.ts'
import { VariablesField } from './VariablesField.tsx'
import { readObject } from './json-object.ts'

const FIELDS = [
  { name: 'name', label: 'Name', hint: 'As the process names it' },
  { name: 'correlationKey', label: 'Correlation key', hint: 'Empty: it can only start instances' },
  { name: 'messageId', label: 'Message id', hint: 'A second one with the same id is refused; empty: none' },
  { name: 'ttl', label: 'Waits for, s', hint: '0: it is lost when nobody waits for it now' },
] as const

/** Publishes a message to whatever waits for it. */
export function PublishDialog({
  onClose,
  name = '',
  correlationKey = '',
}: {
  onClose: () => void
  /** What an instance waits for. */
  name?: string | undefined
  correlationKey?: string | undefined
}) {
  const [values, setValues] = useState({ name, correlationKey, messageId: '', ttl: '60' })
  const [text, setText] = useState('')
  const publish = usePublish()
  const toasts = useToasts()
  const read = readObject(text)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if ('wrong' in read) return
    const { ttl, messageId, ...message } = values
    const timeToLiveMs = Math.round(Number(ttl) * 1000)
    const sent = { ...message, timeToLiveMs, variables: read.value, ...(messageId === '' ? {} : { messageId }) }
    publish.mutate(sent, {
      onSuccess: ({ messageKey }) => {
        toasts.done(`Published ${values.name}, message ${messageKey}`)
        onClose()
      },
    })
  }
  return (
    <Dialog title="Publish a message" onClose={onClose} wide>
      <form className="form" onSubmit={submit}>
        {publish.isError && <Notice tone="bad">{errorText(publish.error)}</Notice>}
        <div className="form-columns">
          {FIELDS.map(({ name: field, label, hint }) => (
            <TextField
              key={field}
              label={label}
              hint={hint}
              error={fieldError(publish.error, field)}
              mono
              spellCheck={false}
              autoComplete="off"
              {...(field === 'ttl' ? { type: 'number', min: 0 } : {})}
              value={values[field]}
              onChange={(event) => {
                setValues({ ...values, [field]: event.target.value })
                if (publish.isError) publish.reset()
              }}
            />
          ))}
        </div>
        <VariablesField value={text} onChange={setText} hint="What the instance gets; a JSON object" />
        <div className="mr-dialog-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            type="submit"
            icon={<Icon name="send" />}
            disabled={'wrong' in read}
            busy={publish.isPending}
          >
            Publish
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
