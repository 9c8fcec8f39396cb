import { TextAreaField } from '@millrace/ui'
import { readObject } from './json-object.ts'

/** A JSON object as a text; says while it is written what is wrong with it. */
export function VariablesField(props: { value: string; hint: string; onChange: (value: string) => void }) {
  const { value, hint, onChange } = props
  const read = readObject(value)
  return (
    <TextAreaField
      label="Variables"
      mono
      rows={8}
      spellCheck={false}
      placeholder={'{\n  "orderId": "o-1"\n}'}
      hint={hint}
      error={'wrong' in read ? read.wrong : undefined}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}
