import {
  Button,
  EmptyState,
  SelectField,
  StaleNotice,
  TextField,
  Unread,
  itemsAt,
  listed,
  request,
  useLiveValue,
  useRead,
} from '@millrace/ui'
import { useDeferredValue, useState } from 'react'
import type { JournalEntry } from '../../contract/journal.ts'
import type { Page } from '../../contract/order.ts'
import { Frame } from '../frame/Frame.tsx'
import { setQuery, useQuery } from '../frame/query.ts'
import { EntryTable } from './EntryTable.tsx'
import './journal.css'

const folds = listed<JournalEntry>('entries', 'entry', ({ id }) => id)

const readEntries = (path: string, signal: AbortSignal) => request<Page<JournalEntry>>(path, { signal })

const services = ['orders', 'payments', 'delivery']

/** What the services say they did, searchable by order and payment, live. */
export function JournalPage() {
  const latest = useLiveValue('/entries', folds, itemsAt<JournalEntry>('/entries'))
  const query = useQuery()
  const [text, setText] = useState(query.get('q') ?? '')
  const q = useDeferredValue(text.trim())
  const service = query.get('service') ?? ''
  const search = (q: string) => {
    setText(q)
    setQuery({ q: q.trim() })
  }
  return (
    <Frame place="journal" title="Journal" live={latest.live} offset={latest.offset}>
      <div className="weir-head">
        <h1>Journal</h1>
        <p className="mr-lead">What the services did, in their own words. Look for an order or a payment by its id.</p>
      </div>
      <search className="journal-search">
        <TextField
          label="Order id, payment id or event"
          type="search"
          maxLength={100}
          value={text}
          onChange={({ target }) => search(target.value)}
        />
        <SelectField
          label="Service"
          value={service}
          onChange={({ target }) => setQuery({ service: target.value })}
          options={[{ value: '', text: 'All' }, ...services.map((name) => ({ value: name, text: name }))]}
        />
      </search>
      {latest.data !== undefined && <StaleNotice live={latest.live} service="the journal" />}
      <Entries
        q={q}
        service={service}
        version={latest.live.version}
        onSearch={search}
        onAll={() => {
          search('')
          setQuery({ service: '' })
        }}
      />
    </Frame>
  )
}

interface EntriesProps {
  readonly q: string
  readonly service: string
  readonly version: number
  readonly onSearch: (text: string) => void
  readonly onAll: () => void
}

const PAGE = 100

function Entries({ q, service, version, onSearch, onAll }: EntriesProps) {
  const [limit, setLimit] = useState(PAGE)
  const asked = new URLSearchParams({
    limit: String(limit),
    ...(q !== '' && { q }),
    ...(service !== '' && { service }),
  })
  const { data, error, again } = useRead(`/entries?${asked.toString()}`, version, readEntries)
  if (data === undefined)
    return <Unread read={{ error, again }} what="the journal" failure="The journal could not be read" />
  if (data.items.length === 0) {
    const isSearch = q !== '' || service !== ''
    return (
      <div className="mr-card">
        <EmptyState
          icon={isSearch ? 'search' : 'audit'}
          title={isSearch ? 'Nothing in the journal fits' : 'The journal is empty'}
          action={isSearch && <Button onClick={onAll}>Show everything</Button>}
        >
          {isSearch
            ? 'Look for the whole id, or for a part of it.'
            : 'Lines appear as soon as a service does something.'}
        </EmptyState>
      </div>
    )
  }
  return (
    <>
      <EntryTable entries={data.items} onSearch={onSearch} />
      {data.next !== undefined && limit < 2 * PAGE && (
        <p className="journal-more">
          <Button onClick={() => setLimit(2 * PAGE)}>Show more</Button>
        </p>
      )}
    </>
  )
}
