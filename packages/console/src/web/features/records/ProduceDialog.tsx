import { Button, Dialog, Icon, Notice, SelectField, TextAreaField, TextField, useToasts } from '@millrace/ui'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Produced } from '../../../contract/records.ts'
import { errorText } from '../../api/request.ts'
import { useProduce } from '../../api/records.ts'
import { type Header, HeaderFields } from './HeaderFields.tsx'
import { parseJson } from './exact-json.ts'

/** Writes one record. An empty key is no key; an empty value can be sent as null, a tombstone. */
export function ProduceDialog({
  topic,
  partitions,
  onClose,
}: {
  topic: string
  partitions: number
  onClose: () => void
}) {
  const [key, setKey] = useState('')
  const [value, setValue] = useState('')
  const [tombstone, setTombstone] = useState(false)
  const [headers, setHeaders] = useState<readonly Header[]>([])
  const [partition, setPartition] = useState('')
  const produce = useProduce(topic)
  const client = useQueryClient()
  const toasts = useToasts()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const record = {
      key: key === '' ? null : key,
      value: tombstone ? null : value,
      headers: headers.filter(({ name }) => name !== '').map(({ name, value: text }) => ({ name, value: text })),
      ...(partition === '' ? {} : { partition: Number(partition) }),
    }
    produce.mutate(record, {
      onSuccess: (written: Produced) => {
        toasts.done(`Written to partition ${written.partition} at offset ${written.offset}`)
        void client.invalidateQueries({ queryKey: ['records', topic] })
        onClose()
      },
    })
  }
  return (
    <Dialog title={`Produce to ${topic}`} onClose={onClose} wide>
      <form className="form" onSubmit={submit}>
        {produce.isError && <Notice tone="bad">{errorText(produce.error)}</Notice>}
        <div className="form-columns">
          <TextField
            label="Key"
            mono
            spellCheck={false}
            autoComplete="off"
            hint="Empty: no key"
            value={key}
            onChange={(event) => setKey(event.target.value)}
          />
          <SelectField
            label="Partition"
            hint="Records with the same key go to the same one"
            value={partition}
            options={[
              { value: '', text: 'By the key' },
              ...Array.from({ length: partitions }, (_, one) => ({ value: String(one), text: String(one) })),
            ]}
            onChange={(event) => setPartition(event.target.value)}
          />
        </div>
        <TextAreaField
          label="Value"
          mono
          rows={10}
          spellCheck={false}
          disabled={tombstone}
          hint={valueHint(value)}
          value={tombstone ? '' : value}
          onChange={(event) => setValue(event.target.value)}
        />
        <label className="check">
          <input type="checkbox" checked={tombstone} onChange={(event) => setTombstone(event.target.checked)} />
          Send null: on a compacted topic this deletes the key
        </label>
        <HeaderFields headers={headers} onChange={setHeaders} />
        <div className="mr-dialog-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" busy={produce.isPending} icon={<Icon name="send" />}>
            Produce
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function valueHint(value: string): string {
  if (!/^\s*[[{]/.test(value)) return 'Text, or JSON'
  return parseJson(value) === undefined ? 'Text: this is not valid JSON (yet)' : 'Valid JSON'
}
