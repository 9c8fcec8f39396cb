import { Button, Dialog, Icon, Notice, TextAreaField, TextField, newKey, useToasts } from '@millrace/ui'
import { type FormEvent, useState } from 'react'
import { useSendEvent } from '../../api/events.ts'
import { errorText, fieldError } from '../../api/request.ts'
import { type Header, HeaderFields } from '../records/HeaderFields.tsx'

/** Attributes that are asked for; the name on the wire, and in words. */
const FIELDS = [
  { name: 'type', label: 'Type', hint: 'What has happened, as order.placed' },
  { name: 'source', label: 'Source', hint: 'Where, as a URI reference' },
  { name: 'id', label: 'Id', hint: 'Source and id together name the event' },
  { name: 'subject', label: 'Subject', hint: 'Empty: none' },
  { name: 'datacontenttype', label: 'Content type', hint: 'JSON is sent as it is written' },
] as const

type Values = Record<(typeof FIELDS)[number]['name'], string>

/** Sends one event to a broker's ingress, with any further attributes. */
export function SendEventDialog({
  namespace,
  broker,
  onClose,
}: {
  namespace: string
  broker: string
  onClose: () => void
}) {
  const [values, setValues] = useState<Values>(() => ({
    type: '',
    source: '/console',
    id: newKey(),
    subject: '',
    datacontenttype: 'application/json',
  }))
  const [data, setData] = useState('')
  const [others, setOthers] = useState<readonly Header[]>([])
  const send = useSendEvent(namespace, broker)
  const toasts = useToasts()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const pairs = [...Object.entries(values), ...others.map(({ name, value }) => [name, value] as const)]
    const attributes = Object.fromEntries(pairs.filter(([name, value]) => name !== '' && value !== ''))
    const sent = { attributes, ...(data === '' ? {} : { data }) }
    send.mutate(sent, {
      onSuccess: () => {
        toasts.done(`${values.type} is in the broker`)
        onClose()
      },
    })
  }
  return (
    <Dialog title={`Send an event to ${namespace}/${broker}`} onClose={onClose} wide>
      <form className="form" onSubmit={submit}>
        {send.isError && <Notice tone="bad">{errorText(send.error)}</Notice>}
        <div className="form-columns">
          {FIELDS.map(({ name, label, hint }) => (
            <TextField
              key={name}
              label={label}
              hint={hint}
              error={fieldError(send.error, name)}
              mono
              spellCheck={false}
              autoComplete="off"
              value={values[name]}
              onChange={(event) => {
                setValues({ ...values, [name]: event.target.value })
                if (send.isError) send.reset()
              }}
            />
          ))}
        </div>
        <TextAreaField
          label="Data"
          mono
          rows={8}
          spellCheck={false}
          hint="Empty: an event without data"
          value={data}
          onChange={(event) => setData(event.target.value)}
        />
        <HeaderFields what="extension" headers={others} onChange={setOthers} />
        <div className="mr-dialog-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" busy={send.isPending} icon={<Icon name="send" />}>
            Send
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
