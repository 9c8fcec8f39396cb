import { Button, Icon, SelectField, TextField } from '@millrace/ui'
import { type FormEvent, useState } from 'react'
import { FilterError, parseFilter } from '../../../filter/index.ts'
import { RangeFields } from './RangeFields.tsx'
import type { RecordSearch } from './wanted.ts'

type Change = { [K in keyof RecordSearch]?: RecordSearch[K] | undefined }

interface FiltersProps {
  search: RecordSearch
  partitions: number
  onChange: (change: Change) => void
}

/** Live or browsed, key, filter, partition, order, range. Texts count when Enter is pressed, choices at once. */
export function RecordFilters({ search, partitions, onChange }: FiltersProps) {
  const [key, setKey] = useState(search.key ?? '')
  const [filter, setFilter] = useState(search.filter ?? '')
  const wrong = filterProblem(filter)
  const live = search.mode === 'live'
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (wrong === undefined) onChange({ key: key || undefined, filter: filter.trim() || undefined })
  }
  const clear = () => {
    setKey('')
    setFilter('')
    onChange({ key: undefined, filter: undefined, partition: undefined, from: undefined, until: undefined })
  }
  const isFiltered = [search.key, search.filter, search.partition, search.from, search.until].some(
    (one) => one !== undefined,
  )
  return (
    <search>
      <form className="record-filters" onSubmit={submit} aria-label="Find records">
        <ModeSwitch live={live} onChange={(mode) => onChange({ mode })} />
        <div className="filter-key">
          <TextField
            label="Key is"
            mono
            spellCheck={false}
            autoComplete="off"
            value={key}
            onChange={(event) => setKey(event.target.value)}
          />
        </div>
        <div className="filter-text">
          <TextField
            label="Filter"
            mono
            spellCheck={false}
            autoComplete="off"
            placeholder="order.total > 5 and eventType = set"
            value={filter}
            error={wrong}
            onChange={(event) => setFilter(event.target.value)}
          />
        </div>
        <SelectField
          label="Partition"
          value={search.partition ?? ''}
          options={[
            { value: '', text: 'All' },
            ...Array.from({ length: partitions }, (_, one) => ({ value: String(one), text: String(one) })),
          ]}
          onChange={(event) => onChange({ partition: event.target.value || undefined })}
        />
        {!live && (
          <>
            <SelectField
              label="Order"
              value={search.order ?? 'newest'}
              options={[
                { value: 'newest', text: 'Newest first' },
                { value: 'oldest', text: 'Oldest first' },
              ]}
              onChange={(event) => onChange({ order: event.target.value === 'oldest' ? 'oldest' : undefined })}
            />
            <RangeFields search={search} onChange={onChange} />
          </>
        )}
        <div className="mr-row filter-actions">
          <Button type="submit" icon={<Icon name="search" />} disabled={wrong !== undefined}>
            {live ? 'Follow' : 'Search'}
          </Button>
          {isFiltered && (
            <Button kind="quiet" onClick={clear}>
              Clear
            </Button>
          )}
        </div>
      </form>
    </search>
  )
}

function ModeSwitch({ live, onChange }: { live: boolean; onChange: (mode: string | undefined) => void }) {
  return (
    <fieldset className="mode-switch">
      <legend className="mr-field-label">Show</legend>
      <label>
        <input type="radio" name="mode" checked={!live} onChange={() => onChange(undefined)} /> Stored
      </label>
      <label>
        <input type="radio" name="mode" checked={live} onChange={() => onChange('live')} /> Live
      </label>
    </fieldset>
  )
}

function filterProblem(text: string): string | undefined {
  if (text.trim() === '') return undefined
  try {
    parseFilter(text)
    return undefined
  } catch (error) {
    return error instanceof FilterError ? error.message : String(error)
  }
}
