import { type Column, EmptyState, Table, TextField, countOf } from '@millrace/ui'
import { Link, useSearch } from '@tanstack/react-router'
import type { EventType } from '../../../contract/events.ts'
import { useEventsOverview } from '../../api/events.ts'
import { useSearchChange } from '../../lib/use-search-change.ts'
import { Page, Shown } from '../../shell/Page.tsx'
import { EventsNav } from './EventsNav.tsx'
import './events.css'

const columns: Column<EventType>[] = [
  {
    id: 'type',
    header: 'Type',
    isRowHeader: true,
    sortBy: ({ type }) => type,
    cell: ({ namespace, broker, type, source }) => (
      <Link to="/events/brokers/$namespace/$broker" params={{ namespace, broker }} search={{ type, source }}>
        {type}
      </Link>
    ),
  },
  { id: 'source', header: 'Source', sortBy: ({ source }) => source, cell: ({ source }) => source },
  { id: 'broker', header: 'Broker', cell: ({ namespace, broker }) => `${namespace}/${broker}` },
  { id: 'schema', header: 'Schema', cell: ({ schema }) => schema ?? '–' },
]

/** Types of events that brokers have seen; each leads to its last events. */
export function EventTypesPage() {
  const view = useEventsOverview()
  const { q = '' } = useSearch({ from: '/events/types' })
  const change = useSearchChange()
  return (
    <Page title="Event types">
      <EventsNav failures={view.query.data?.failures} />
      <Shown view={view} what="event types">
        {({ eventTypes }) => {
          const shown = eventTypes.filter(({ type, source }) =>
            `${type} ${source}`.toLowerCase().includes(q.toLowerCase()),
          )
          return (
            <>
              <div className="toolbar">
                <TextField
                  label="Contains"
                  hideLabel
                  type="search"
                  placeholder="Contains"
                  value={q}
                  onChange={(event) => change({ q: event.target.value })}
                />
                <output className="mr-muted">{countOf(shown.length, 'type')}</output>
              </div>
              {shown.length === 0 ? (
                <EmptyState title={eventTypes.length === 0 ? 'No event was seen yet' : 'No such type'} icon="search">
                  A type is listed as soon as a broker has taken an event of it.
                </EmptyState>
              ) : (
                <Table
                  caption="Event types"
                  columns={columns}
                  rows={shown}
                  rowKey={({ namespace, broker, type, source }) => JSON.stringify([namespace, broker, type, source])}
                />
              )}
            </>
          )
        }}
      </Shown>
    </Page>
  )
}
