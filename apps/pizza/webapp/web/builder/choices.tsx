import { Swatch } from './Swatch.tsx'

interface ChoiceProps {
  readonly title: string
  readonly name: string
  readonly names: readonly string[]
  readonly value: string
  readonly onChange: (name: string) => void
}

/** One of several. */
export function Choice({ title, name, names, value, onChange }: ChoiceProps) {
  return (
    <fieldset className="builder-group">
      <legend>{title}</legend>
      <div className="builder-tiles">
        {names.map((each) => (
          <label key={each} className="builder-tile">
            <input type="radio" name={name} value={each} checked={each === value} onChange={() => onChange(each)} />
            <Swatch name={each} />
            <span>{each}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

interface ExtrasProps {
  readonly names: readonly string[]
  readonly values: readonly string[]
  readonly onToggle: (name: string) => void
}

/** Any of several. */
export function Extras({ names, values, onToggle }: ExtrasProps) {
  return (
    <fieldset className="builder-group">
      <legend>
        Extras{' '}
        <span className="mr-muted">{values.length === 0 ? 'none yet' : `${values.length} of ${names.length}`}</span>
      </legend>
      <div className="builder-tiles">
        {names.map((each) => (
          <label key={each} className="builder-tile">
            <input
              type="checkbox"
              name="extra_toppings"
              value={each}
              checked={values.includes(each)}
              onChange={() => onToggle(each)}
            />
            <Swatch name={each} />
            <span>{each}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
