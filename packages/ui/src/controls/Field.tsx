import {
  type ComponentPropsWithRef,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from 'react'

interface FieldText {
  label: string
  /** What may be written here; always visible, never a placeholder alone. */
  hint?: ReactNode
  /** What is wrong and what would be right. */
  error?: string | undefined
  /** Hides the label from sight, not from a screen reader; for filters whose meaning the placement tells. */
  hideLabel?: boolean
}

interface Wiring {
  id: string
  'aria-invalid': true | undefined
  'aria-describedby': string | undefined
}

/** A label, a control, and below it the hint or the error, tied together for assistive technology. */
export function Field({
  label,
  hint,
  error,
  hideLabel,
  children,
}: FieldText & { children: (wiring: Wiring) => ReactNode }) {
  const id = useId()
  const below = error ?? hint
  const describedBy = below === undefined ? undefined : `${id}-below`
  return (
    <div className="mr-field">
      <label htmlFor={id} className={hideLabel ? 'mr-visually-hidden' : 'mr-field-label'}>
        {label}
      </label>
      {children({ id, 'aria-invalid': error === undefined ? undefined : true, 'aria-describedby': describedBy })}
      {below !== undefined && (
        <p id={describedBy} className={error === undefined ? 'mr-field-hint' : 'mr-field-error'}>
          {below}
        </p>
      )}
    </div>
  )
}

type Input = FieldText & ComponentPropsWithRef<'input'> & { mono?: boolean }

export function TextField({ label, hint, error, hideLabel, mono, ...rest }: Input) {
  const text = { label, hint, error, ...(hideLabel === undefined ? {} : { hideLabel }) }
  return <Field {...text}>{(wiring) => <input className="mr-input" data-mono={mono} {...rest} {...wiring} />}</Field>
}

type Area = FieldText & TextareaHTMLAttributes<HTMLTextAreaElement> & { mono?: boolean }

export function TextAreaField({ label, hint, error, hideLabel, mono, ...rest }: Area) {
  const text = { label, hint, error, ...(hideLabel === undefined ? {} : { hideLabel }) }
  return <Field {...text}>{(wiring) => <textarea className="mr-input" data-mono={mono} {...rest} {...wiring} />}</Field>
}

type Select = FieldText &
  SelectHTMLAttributes<HTMLSelectElement> & { options: readonly { value: string; text: string; disabled?: boolean }[] }

export function SelectField({ label, hint, error, hideLabel, options, ...rest }: Select) {
  const text = { label, hint, error, ...(hideLabel === undefined ? {} : { hideLabel }) }
  return (
    <Field {...text}>
      {(wiring) => (
        <select className="mr-input" {...rest} {...wiring}>
          {options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.disabled}>
              {option.text}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
