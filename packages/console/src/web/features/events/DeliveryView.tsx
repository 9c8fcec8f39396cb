import { CopyId, RelativeTime, Status, type Tone, countOf, formatDuration } from '@millrace/ui'
import type { Attempt, Delivery } from '../../../contract/events.ts'
import { Correlated } from './Correlated.tsx'
import { answerText } from './answer-text.ts'

const OUTCOMES: Record<Delivery['outcome'], { tone: Tone; word: string }> = {
  delivered: { tone: 'ok', word: 'Delivered' },
  'dead-lettered': { tone: 'warn', word: 'To the dead letters' },
  dropped: { tone: 'bad', word: 'Dropped' },
}

export function OutcomeStatus({ outcome }: Pick<Delivery, 'outcome'>) {
  const { tone, word } = OUTCOMES[outcome]
  return <Status tone={tone}>{word}</Status>
}

/** What became of a delivery: each attempt, what the subscriber says it did, and the event that it replied with. */
export function DeliveryView({ delivery }: { delivery: Delivery }) {
  const { outcome, attempts, reply, gone } = delivery
  return (
    <div className="events-delivery">
      <p className="mr-row">
        <OutcomeStatus outcome={outcome} />
        <span className="mr-muted">after {countOf(attempts.length, 'attempt')}</span>
        {gone && <span className="mr-muted">the subscriber is gone (410)</span>}
      </p>
      <ol className="events-attempts">
        {attempts.map((attempt, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- attempts are only ever added at the end
          <li key={index}>
            <AttemptView attempt={attempt} />
          </li>
        ))}
      </ol>
      {reply !== undefined && (
        <p>
          Replied with <strong>{reply.type}</strong> <span className="mr-mono">{reply.id}</span> of {reply.source},
          which went into the broker.
        </p>
      )}
    </div>
  )
}

function AttemptView({ attempt: { url, at, tookMs, status, fault, answer } }: { attempt: Attempt }) {
  const said = answer === undefined ? undefined : answerText(answer)
  return (
    <>
      <strong>{status}</strong> from <span className="mr-mono events-address">{url}</span>{' '}
      <span className="mr-muted">
        <RelativeTime at={at} />, took {formatDuration(tookMs)}
      </span>
      {fault !== undefined && <div className="events-fault">{fault}</div>}
      {said !== undefined && (
        <div>
          It says: {said.text}
          {said.processInstanceKey !== undefined && (
            <>
              {' '}
              <CopyId id={said.processInstanceKey} name="process instance" />
            </>
          )}
          {said.messageKey !== undefined && <Correlated messageKey={said.messageKey} />}
        </div>
      )}
    </>
  )
}
