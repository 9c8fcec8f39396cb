import { Badge, type Column, Table, countOf, exactTime } from '@millrace/ui'
import type { Order, OrderHistoryEntry } from '../../contract/order.ts'
import { ignored } from './journey.ts'
import { statusWords } from './status.tsx'

const sources: Readonly<Record<OrderHistoryEntry['source'], string>> = {
  rest: 'request',
  kafka: 'topic',
  webhook: 'webhook',
}

/** Everything that came for this order, also what came late or again and changed nothing. */
export function History({ order: { history } }: { order: Order }) {
  const without = ignored(history)
  return (
    <section className="mr-stack" aria-labelledby="history-title">
      <div className="mr-row mr-spread">
        <h2 id="history-title">What happened</h2>
        <span className="mr-muted">
          {countOf(history.length - history.filter(({ outcome }) => outcome === 'ignored').length, 'change')}
          {without > 0 && `, ${without} ignored`}
        </span>
      </div>
      <Table
        caption="What happened to the order"
        columns={columns}
        rows={history}
        rowKey={(entry) => `${entry.at} ${entry.event} ${entry.source} ${entry.outcome}`}
      />
    </section>
  )
}

const columns: readonly Column<OrderHistoryEntry>[] = [
  {
    id: 'at',
    header: 'Time',
    cell: ({ at }) => (
      <time dateTime={at} title={exactTime(Date.parse(at))}>
        {exactTime(Date.parse(at)).slice(11)}
      </time>
    ),
  },
  {
    id: 'event',
    header: 'Event',
    isRowHeader: true,
    cell: ({ event, source }) => (
      <>
        <code>{event}</code> <span className="track-source">{sources[source]}</span>
      </>
    ),
  },
  { id: 'outcome', header: 'Outcome', wrap: true, cell: (entry) => <Outcome entry={entry} /> },
]

function Outcome({ entry: { outcome, to, reason, count = 1 } }: { entry: OrderHistoryEntry }) {
  if (outcome === 'applied') return statusWords[to].word
  return (
    <>
      <Badge>ignored{count > 1 && ` × ${count}`}</Badge> {reason}
    </>
  )
}
