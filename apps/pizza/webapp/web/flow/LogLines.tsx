import { Badge, RelativeTime, Skeleton } from '@millrace/ui'
import type { LogLine } from '../../../contract/order.ts'

interface LinesProps {
  readonly lines: readonly LogLine[]
  readonly title: string
  readonly orderId: string
  readonly isKnown: boolean
}

/** Lines of the services' logs about one order, oldest first. */
export function LogLines({ lines, title, orderId, isKnown }: LinesProps) {
  return (
    <div className="flow-log">
      <h3>
        {title} <span className="mr-muted">about {orderId}</span>
      </h3>
      {!isKnown ? (
        <Skeleton what="the log" lines={3} />
      ) : lines.length === 0 ? (
        <p className="mr-muted">Nothing yet. Lines appear as soon as the service does something for this order.</p>
      ) : (
        <ol aria-label="Log">
          {lines
            .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
            .map((line) => (
              <li key={line.id} data-level={line.level}>
                <RelativeTime at={Date.parse(line.at)} />
                <span className="stone-id">{line.instance}</span>
                <span>
                  {line.level !== 'info' && <Badge tone={line.level === 'warn' ? 'warn' : 'bad'}>{line.level}</Badge>}{' '}
                  {line.text}
                </span>
              </li>
            ))}
        </ol>
      )}
    </div>
  )
}
