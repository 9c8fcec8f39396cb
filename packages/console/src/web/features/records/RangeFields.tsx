import { SelectField, TextField } from '@millrace/ui'
import { useState } from 'react'
import { type RecordSearch, boundAsLocal, boundAsOffset, timeBound } from './wanted.ts'

type Kind = 'any' | 'time' | 'offset'

const kinds = [
  { value: 'any', text: 'Everything' },
  { value: 'time', text: 'Between times' },
  { value: 'offset', text: 'Between offsets' },
]

interface RangeProps {
  search: Pick<RecordSearch, 'from' | 'until'>
  onChange: (change: { from?: string | undefined; until?: string | undefined }) => void
}

/** From where to where: all, a span of time in the reader's zone, or a span of offsets. */
export function RangeFields({ search, onChange }: RangeProps) {
  const [kind, setKind] = useState<Kind>(() => kindOf(search.from ?? search.until))
  const choose = (next: Kind) => {
    setKind(next)
    if (next === 'any') onChange({ from: undefined, until: undefined })
  }
  return (
    <>
      <SelectField
        label="Range"
        options={kinds}
        value={kind}
        onChange={(event) => choose(event.target.value as Kind)}
      />
      {kind !== 'any' && (
        <>
          <Bound kind={kind} label="From" bound={search.from} onChange={(from) => onChange({ from })} />
          <Bound kind={kind} label="Until" bound={search.until} onChange={(until) => onChange({ until })} />
        </>
      )}
    </>
  )
}

function Bound(props: {
  kind: Kind
  label: string
  bound: string | undefined
  onChange: (bound: string | undefined) => void
}) {
  const { kind, label, bound, onChange } = props
  if (kind === 'time')
    return (
      <TextField
        label={label}
        type="datetime-local"
        step={1}
        defaultValue={boundAsLocal(bound)}
        onBlur={(event) => onChange(timeBound(event.target.value))}
      />
    )
  return (
    <div className="filter-offset">
      <TextField
        label={label}
        type="number"
        min={0}
        defaultValue={boundAsOffset(bound)}
        onBlur={(event) => onChange(event.target.value === '' ? undefined : `offset:${event.target.value}`)}
      />
    </div>
  )
}

function kindOf(bound: string | undefined): Kind {
  if (bound === undefined) return 'any'
  return bound.startsWith('time:') ? 'time' : 'offset'
}
