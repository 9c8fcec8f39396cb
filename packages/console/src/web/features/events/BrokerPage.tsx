import {
  Button,
  type Column,
  EmptyState,
  Icon,
  RelativeTime,
  Table,
  TextField,
  countOf,
  formatBytes,
} from '@millrace/ui'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { Suspense, lazy } from 'react'
import type { EventSummary } from '../../../contract/events.ts'
import { useBrokerEvents } from '../../api/events.ts'
import { useSearchChange } from '../../lib/use-search-change.ts'
import { Page, Shown } from '../../shell/Page.tsx'
import './events.css'

const SendEventDialog = lazy(async () => ({ default: (await import('./SendEventDialog.tsx')).SendEventDialog }))
const WANTED = ['type', 'source', 'subject', 'id'] as const

/** The last events of a broker, newest first, and a form to send one. */
export function BrokerPage() {
  const { namespace, broker } = useParams({ from: '/events/brokers/$namespace/$broker' })
  const { dialog, ...search } = useSearch({ from: '/events/brokers/$namespace/$broker' })
  const wanted = Object.fromEntries(WANTED.flatMap((name) => (search[name] ? [[name, search[name]]] : [])))
  const change = useSearchChange()
  const view = useBrokerEvents(namespace, broker, wanted)
  const send = (
    <Button kind="primary" icon={<Icon name="send" />} onClick={() => change({ dialog: 'send' }, 'push')}>
      Send an event
    </Button>
  )
  return (
    <Page title={`${namespace}/${broker}`} actions={send}>
      <p>
        <Link to="/events">Brokers and triggers</Link>
      </p>
      <div className="toolbar events-filters">
        {WANTED.map((name) => (
          <TextField
            key={name}
            label={`Has the ${name}`}
            hideLabel
            type="search"
            placeholder={`Has the ${name}`}
            value={search[name] ?? ''}
            onChange={(event) => change({ [name]: event.target.value })}
          />
        ))}
      </div>
      <Shown view={view} what="events">
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={Object.keys(wanted).length === 0 ? 'No events yet' : 'No such event'} icon="search">
              What is looked for is among the broker’s last thousand records, by whole values.
            </EmptyState>
          ) : (
            <>
              <output className="mr-muted">{countOf(items.length, 'event')}, the newest first</output>
              <Table
                caption="Events"
                columns={columns(namespace, broker)}
                rows={items}
                rowKey={({ partition, offset }) => `${partition}:${offset}`}
              />
            </>
          )
        }
      </Shown>
      <Suspense>
        {dialog === 'send' && (
          <SendEventDialog namespace={namespace} broker={broker} onClose={() => change({ dialog: undefined })} />
        )}
      </Suspense>
    </Page>
  )
}

function columns(namespace: string, broker: string): Column<EventSummary>[] {
  return [
    {
      id: 'type',
      header: 'Type',
      isRowHeader: true,
      cell: ({ partition, offset, attributes }) => (
        <Link
          to="/events/brokers/$namespace/$broker/$partition/$offset"
          params={{ namespace, broker, partition: String(partition), offset: String(offset) }}
        >
          {String(attributes['type'])}
        </Link>
      ),
    },
    { id: 'at', header: 'When', cell: ({ at }) => <RelativeTime at={at} /> },
    { id: 'source', header: 'Source', cell: ({ attributes }) => String(attributes['source']) },
    { id: 'subject', header: 'Subject', cell: ({ attributes }) => String(attributes['subject'] ?? '–') },
    { id: 'id', header: 'Id', cell: ({ attributes }) => <span className="mr-mono">{String(attributes['id'])}</span> },
    { id: 'place', header: 'At', align: 'end', cell: ({ partition, offset }) => `${partition}:${offset}` },
    { id: 'size', header: 'Data', align: 'end', cell: ({ dataBytes }) => formatBytes(dataBytes) },
  ]
}
