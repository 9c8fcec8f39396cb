import { type Column, EmptyState, Table, formatCount, sortFromText, sortToText } from '@millrace/ui'
import { Link, useSearch } from '@tanstack/react-router'
import type { EventBroker, EventTrigger } from '../../../contract/events.ts'
import { useEventsOverview } from '../../api/events.ts'
import { useSearchChange } from '../../lib/use-search-change.ts'
import { Page, Shown } from '../../shell/Page.tsx'
import { EventsNav } from './EventsNav.tsx'
import { TriggerStatus } from './TriggerStatus.tsx'
import { filterText } from './filter-text.ts'
import './events.css'

const brokerColumns: Column<EventBroker>[] = [
  {
    id: 'broker',
    header: 'Broker',
    isRowHeader: true,
    sortBy: ({ namespace, name }) => `${namespace}/${name}`,
    cell: ({ namespace, name }) => (
      <Link to="/events/brokers/$namespace/$broker" params={{ namespace, broker: name }}>
        {namespace}/{name}
      </Link>
    ),
  },
  {
    id: 'topic',
    header: 'Topic',
    cell: ({ topic }) => (
      <Link to="/topics/$topic" params={{ topic }}>
        {topic}
      </Link>
    ),
  },
  {
    id: 'records',
    header: 'Events',
    align: 'end',
    sortBy: ({ records }) => records,
    cell: ({ records }) => formatCount(records),
  },
  { id: 'address', header: 'Takes events at', cell: ({ address }) => <span className="mr-mono">{address}</span> },
  { id: 'origin', header: 'From', cell: ({ origin }) => ORIGINS[origin] ?? origin },
]

const ORIGINS: Readonly<Record<string, string>> = { 'built-in': 'built in', directory: 'a file', api: 'the API' }

const triggerColumns: Column<EventTrigger>[] = [
  {
    id: 'trigger',
    header: 'Trigger',
    isRowHeader: true,
    sortBy: ({ namespace, name }) => `${namespace}/${name}`,
    cell: ({ namespace, name }) => (
      <Link to="/events/triggers/$namespace/$trigger" params={{ namespace, trigger: name }}>
        {namespace}/{name}
      </Link>
    ),
  },
  { id: 'state', header: 'State', cell: ({ state }) => <TriggerStatus state={state} /> },
  { id: 'filter', header: 'Takes', wrap: true, cell: (trigger) => filterText(trigger) },
  {
    id: 'to',
    header: 'Delivers to',
    wrap: true,
    cell: ({ subscriberUri }) => <span className="mr-mono events-address">{subscriberUri ?? '–'}</span>,
  },
  count('delivered', 'Delivered', ({ counts }) => counts?.delivered),
  count('failed', 'Failed', ({ counts }) => counts && counts.deadLettered + counts.dropped),
  count('lag', 'Lag', ({ lag }) => lag),
]

function count(id: string, header: string, of: (row: EventTrigger) => number | undefined): Column<EventTrigger> {
  return { id, header, align: 'end', sortBy: (row) => of(row) ?? 0, cell: (row) => formatCount(of(row) ?? 0) }
}

/** Brokers and the triggers that deliver from them. */
export function EventsPage() {
  const view = useEventsOverview()
  const { sort } = useSearch({ from: '/events' })
  const change = useSearchChange()
  return (
    <Page title="Events">
      <EventsNav failures={view.query.data?.failures} />
      <Shown view={view} what="brokers">
        {({ brokers, triggers }) => (
          <>
            <section className="events-part">
              <h2>Brokers</h2>
              <Table
                caption="Brokers"
                columns={brokerColumns}
                rows={brokers}
                rowKey={({ namespace, name }) => `${namespace}/${name}`}
              />
            </section>
            <section className="events-part">
              <h2>Triggers</h2>
              {triggers.length === 0 ? (
                <EmptyState title="No triggers" icon="bell">
                  A trigger delivers a broker’s events to a subscriber. Knative’s YAML is read from the directory of
                  --triggers, or posted to the events API.
                </EmptyState>
              ) : (
                <Table
                  caption="Triggers"
                  columns={triggerColumns}
                  rows={triggers}
                  rowKey={({ namespace, name }) => `${namespace}/${name}`}
                  sort={sortFromText(sort)}
                  onSort={(next) => change({ sort: sortToText(next) })}
                />
              )}
            </section>
          </>
        )}
      </Shown>
    </Page>
  )
}
