import { Badge, type Column, Table, exactTime } from '@millrace/ui'
import type { JournalEntry } from '../../contract/journal.ts'

interface EntryTableProps {
  readonly entries: readonly JournalEntry[]
  /** Looks for an id. */
  readonly onSearch: (id: string) => void
}

/** Lines of the journal; an id leads to all the lines about it. */
export function EntryTable({ entries, onSearch }: EntryTableProps) {
  return <Table caption="Journal" columns={columnsWith(onSearch)} rows={entries} rowKey={({ id }) => id} />
}

function columnsWith(onSearch: (id: string) => void): readonly Column<JournalEntry>[] {
  const id = (what: string, value: string | undefined) =>
    value === undefined ? (
      <span className="mr-muted">–</span>
    ) : (
      <button
        type="button"
        className="journal-id"
        aria-label={`Everything about ${what} ${value}`}
        onClick={() => onSearch(value)}
      >
        {value}
      </button>
    )
  return [
    {
      id: 'at',
      header: 'Time',
      cell: ({ at }) => (
        <time dateTime={at} title={exactTime(Date.parse(at))}>
          {exactTime(Date.parse(at)).slice(5)}
        </time>
      ),
    },
    { id: 'service', header: 'Service', cell: ({ service }) => <Badge>{service}</Badge> },
    { id: 'event', header: 'Event', isRowHeader: true, cell: ({ event }) => event },
    { id: 'order', header: 'Order', cell: ({ orderId }) => id('order', orderId) },
    { id: 'payment', header: 'Payment', cell: ({ paymentId }) => id('payment', paymentId) },
    { id: 'detail', header: 'Detail', wrap: true, cell: ({ detail }) => detail ?? '' },
  ]
}
