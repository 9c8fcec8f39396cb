import { type Column, RelativeTime, Table } from '@millrace/ui'
import { Link } from '@tanstack/react-router'
import type { FailedDelivery } from '../../../contract/events.ts'
import { OutcomeStatus } from './DeliveryView.tsx'
import { ReplayButton } from './ReplayButton.tsx'
import { answerText } from './answer-text.ts'

/** Deliveries, one a line; each leads to its event's path, and can be made again. */
export function DeliveryList({
  caption,
  deliveries,
  withTrigger = false,
}: {
  caption: string
  deliveries: readonly FailedDelivery[]
  withTrigger?: boolean
}) {
  return (
    <Table
      caption={caption}
      columns={withTrigger ? [...columns.slice(0, 1), trigger, ...columns.slice(1)] : columns}
      rows={deliveries}
      rowKey={(one) =>
        `${one.namespace}/${one.trigger}/${one.partition}:${one.offset}/${one.attempts[0]?.at}/${one.outcome}`
      }
    />
  )
}

const trigger: Column<FailedDelivery> = {
  id: 'trigger',
  header: 'Trigger',
  sortBy: ({ namespace, trigger: name }) => `${namespace}/${name}`,
  cell: ({ namespace, trigger: name }) => (
    <Link to="/events/triggers/$namespace/$trigger" params={{ namespace, trigger: name }}>
      {namespace}/{name}
    </Link>
  ),
}

const columns: Column<FailedDelivery>[] = [
  {
    id: 'event',
    header: 'Event',
    isRowHeader: true,
    sortBy: ({ type }) => type,
    cell: ({ namespace, broker, partition, offset, type }) => (
      <Link
        to="/events/brokers/$namespace/$broker/$partition/$offset"
        params={{ namespace, broker, partition: String(partition), offset: String(offset) }}
      >
        {type}
      </Link>
    ),
  },
  { id: 'id', header: 'Id', cell: ({ id }) => <span className="mr-mono">{id}</span> },
  { id: 'outcome', header: 'Outcome', cell: ({ outcome }) => <OutcomeStatus outcome={outcome} /> },
  {
    id: 'when',
    header: 'When',
    sortBy: ({ attempts }) => attempts.at(-1)?.at ?? 0,
    cell: ({ attempts }) => <RelativeTime at={attempts.at(-1)?.at ?? 0} />,
  },
  { id: 'attempts', header: 'Attempts', align: 'end', cell: ({ attempts }) => attempts.length },
  { id: 'status', header: 'Last answer', wrap: true, cell: ({ attempts }) => lastAnswer(attempts.at(-1)) },
  {
    id: 'replay',
    header: 'Replay',
    hideHeader: true,
    cell: ({ namespace, trigger: name, partition, offset }) => (
      <ReplayButton name={{ namespace, trigger: name }} partition={partition} offset={offset} />
    ),
  },
]

function lastAnswer(attempt: FailedDelivery['attempts'][number] | undefined): string {
  if (attempt === undefined) return '–'
  const { status, fault, answer } = attempt
  return [status, fault, answer === undefined ? undefined : answerText(answer).text].filter(Boolean).join(' · ')
}
