import { Button, Icon, TextField } from '@millrace/ui'

export interface Header {
  id: number
  name: string
  value: string
}

export function HeaderFields({
  headers,
  onChange,
  what = 'header',
}: {
  headers: readonly Header[]
  /** What they are called: attributes of an event are `extension`. */
  what?: 'header' | 'extension'
  onChange: (headers: readonly Header[]) => void
}) {
  const set = (id: number, part: Partial<Header>) =>
    onChange(headers.map((one) => (one.id === id ? { ...one, ...part } : one)))
  const add = () => onChange([...headers, { id: (headers.at(-1)?.id ?? 0) + 1, name: '', value: '' }])
  return (
    <fieldset className="header-fields">
      <legend className="mr-field-label">{what === 'header' ? 'Headers' : 'Extensions'}</legend>
      {headers.map(({ id, name, value }, index) => (
        <div key={id} className="header-field">
          <TextField
            label={`Name of ${what} ${index + 1}`}
            hideLabel
            mono
            placeholder="Name"
            value={name}
            onChange={(event) => set(id, { name: event.target.value })}
          />
          <TextField
            label={`Value of ${what} ${index + 1}`}
            hideLabel
            mono
            placeholder="Value"
            value={value}
            onChange={(event) => set(id, { value: event.target.value })}
          />
          <Button
            kind="quiet"
            aria-label={`Remove ${what} ${index + 1}`}
            icon={<Icon name="close" />}
            onClick={() => onChange(headers.filter((one) => one.id !== id))}
          />
        </div>
      ))}
      <Button size="small" icon={<Icon name="plus" size={14} />} onClick={add}>
        Add {what}
      </Button>
    </fieldset>
  )
}
