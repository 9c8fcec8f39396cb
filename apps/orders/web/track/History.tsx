import { Badge, countOf, exactTime } from '@millrace/ui'
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
    <section className="mr-card" aria-labelledby="history-title">
      <div className="mr-card-head">
        <h2 id="history-title">What happened</h2>
        <span className="mr-muted">
          {countOf(history.filter(({ outcome }) => outcome === 'applied').length, 'change')}
          {without > 0 && `, ${without} ignored`}
        </span>
      </div>
      <ol className="track-history" aria-labelledby="history-title">
        {history.map((entry) => (
          <Entry key={`${entry.at} ${entry.event} ${entry.source} ${entry.outcome} ${entry.to}`} entry={entry} />
        ))}
      </ol>
    </section>
  )
}

function Entry({ entry: { at, event, source, outcome, to, reason, count = 1 } }: { entry: OrderHistoryEntry }) {
  const exact = exactTime(Date.parse(at))
  return (
    <li data-outcome={outcome}>
      <time dateTime={at} title={exact}>
        {exact.slice(11)}
      </time>
      <span>
        <code>{event}</code> <small>{sources[source]}</small>
      </span>
      <span className="track-outcome">
        {outcome === 'applied' ? (
          statusWords[to].word
        ) : (
          <>
            <Badge>ignored{count > 1 && ` × ${count}`}</Badge> {reason}
          </>
        )}
      </span>
    </li>
  )
}
