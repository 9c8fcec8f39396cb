import { Button, Icon, SelectField, TextField } from '@millrace/ui'
import { type FormEvent, useState } from 'react'
import { type InstanceSearch, isFiltered, noFilters } from './instance-search.ts'
import { jsonFault } from './json-object.ts'

const STATES = [
  { value: '', text: 'Any' },
  { value: 'ACTIVE', text: 'Running' },
  { value: 'incident', text: 'With an incident' },
  { value: 'COMPLETED', text: 'Completed' },
  { value: 'TERMINATED', text: 'Terminated' },
]

interface FiltersProps {
  search: InstanceSearch
  /** Versions to choose from; none where instances of several processes stand. */
  versions?: readonly number[]
  onChange: (change: Partial<Record<string, string | undefined>>) => void
}

/** State, version, start and a variable's value. Texts count when Enter is pressed, choices at once. */
export function InstanceFilters({ search, versions, onChange }: FiltersProps) {
  const [variable, setVariable] = useState(search.variable ?? '')
  const [value, setValue] = useState(search.value ?? '')
  const wrong = jsonFault(value)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (wrong === undefined) onChange({ variable: variable.trim() || undefined, value: value.trim() || undefined })
  }
  const clear = () => {
    setVariable('')
    setValue('')
    onChange(noFilters())
  }
  const chooseState = (chosen: string) =>
    onChange(
      chosen === 'incident' ? { state: 'ACTIVE', incident: '1' } : { state: chosen || undefined, incident: undefined },
    )
  return (
    <search>
      <form className="process-filters" onSubmit={submit} aria-label="Find instances">
        <SelectField
          label="State"
          options={STATES}
          value={search.incident === undefined ? (search.state ?? '') : 'incident'}
          onChange={(event) => chooseState(event.target.value)}
        />
        {versions !== undefined && versions.length > 1 && (
          <SelectField
            label="Version"
            options={[{ value: '', text: 'All' }, ...versions.map((one) => ({ value: String(one), text: `v${one}` }))]}
            value={search.version ?? ''}
            onChange={(event) => onChange({ version: event.target.value || undefined })}
          />
        )}
        <Time label="Started after" value={search.after} onChange={(after) => onChange({ after })} />
        <Time label="Started before" value={search.before} onChange={(before) => onChange({ before })} />
        <TextField
          label="Variable"
          mono
          spellCheck={false}
          autoComplete="off"
          value={variable}
          onChange={(event) => setVariable(event.target.value)}
        />
        <TextField
          label="Has the value"
          mono
          spellCheck={false}
          autoComplete="off"
          placeholder={'"o-1"'}
          error={wrong}
          value={value}
          onChange={(event) => setValue(event.target.value)}
        />
        <div className="mr-row process-filter-actions">
          <Button type="submit" icon={<Icon name="search" />} disabled={wrong !== undefined}>
            Search
          </Button>
          {isFiltered(search) && (
            <Button kind="quiet" onClick={clear}>
              Clear
            </Button>
          )}
        </div>
      </form>
    </search>
  )
}

function Time(props: { label: string; value: string | undefined; onChange: (value: string | undefined) => void }) {
  return (
    <TextField
      label={props.label}
      type="datetime-local"
      value={props.value ?? ''}
      onChange={(event) => props.onChange(event.target.value || undefined)}
    />
  )
}
