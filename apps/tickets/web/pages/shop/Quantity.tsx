import { Field, Icon } from '@millrace/ui'

interface QuantityProps {
  readonly value: number
  readonly onChange: (value: number) => void
  readonly error: string | undefined
}

/** What the shop would refuse in any case; how many one may buy at most is the shop’s to say. */
const MOST = 999

/** How many: with buttons, arrow keys, or typed. */
export function Quantity({ value, onChange, error }: QuantityProps) {
  const set = (wanted: number) => onChange(Math.min(MOST, Math.max(1, Number.isNaN(wanted) ? 1 : wanted)))
  return (
    <div className="ts-quantity">
      <Field label="How many" error={error}>
        {(wiring) => (
          <div className="ts-stepper">
            <button type="button" aria-label="One fewer" disabled={value <= 1} onClick={() => set(value - 1)}>
              <Icon name="minus" />
            </button>
            <input
              {...wiring}
              className="mr-input"
              type="number"
              inputMode="numeric"
              min={1}
              max={MOST}
              value={value}
              onChange={({ target }) => set(Math.trunc(target.valueAsNumber))}
            />
            <button type="button" aria-label="One more" disabled={value >= MOST} onClick={() => set(value + 1)}>
              <Icon name="plus" />
            </button>
          </div>
        )}
      </Field>
    </div>
  )
}
