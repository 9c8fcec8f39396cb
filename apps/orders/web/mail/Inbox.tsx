import { Button, EmptyState, ErrorState, Icon, RelativeTime, Skeleton, exactTime, request, useRead } from '@millrace/ui'
import type { ReceivedMail } from '../../contract/inbox.ts'
import { setQuery } from '../frame/query.ts'
import { MailText } from './MailText.tsx'

interface InboxProps {
  readonly to: string
  /** Changes whenever a mail may have arrived. */
  readonly version: number
  readonly chosen: string | undefined
}

/** The mails as the inbox received them: on the left the list, on the right the one that is read. */
export function Inbox({ to, version, chosen }: InboxProps) {
  const read = useRead('/inbox?limit=500', version, async (key, signal) => {
    const { items } = await request<{ items: readonly ReceivedMail[] }>(key, { signal })
    return items
  })
  const { error, again } = read
  const wanted = to.toLowerCase()
  const data = read.data?.filter((mail) => mail.to.some((address) => address.toLowerCase().includes(wanted)))
  if (data === undefined) {
    return (
      <div className="mr-card mail-below">
        {error === undefined ? (
          <Skeleton what="mail" />
        ) : (
          <ErrorState title="The inbox could not be read" detail={error.message} onRetry={again} />
        )}
      </div>
    )
  }
  if (data.length === 0) {
    return (
      <div className="mr-card mail-below">
        <EmptyState icon="mail" title={to === '' ? 'No mail yet' : `No mail to “${to}”`}>
          {to === '' ? 'It comes in as orders move on.' : 'Look for another address, or for a part of it.'}
        </EmptyState>
      </div>
    )
  }
  const open = data.find(({ id }) => id === chosen)
  return (
    <div className="mail-panes mr-card mail-below" data-open={open !== undefined}>
      <ol className="mail-list" aria-label="Received mail">
        {data.map((mail) => (
          <li key={mail.id}>
            <button
              type="button"
              aria-current={mail.id === open?.id ? 'true' : undefined}
              onClick={() => setQuery({ mail: mail.id })}
            >
              <span className="mail-who">{mail.to.join(', ')}</span>
              <RelativeTime at={Date.parse(mail.receivedAt)} />
              <span className="mail-subject">{mail.subject}</span>
            </button>
          </li>
        ))}
      </ol>
      {open === undefined ? <p className="mail-none">Choose a mail to read it.</p> : <Reading mail={open} />}
    </div>
  )
}

function Reading({ mail: { subject, from, to, receivedAt, text, times } }: { mail: ReceivedMail }) {
  return (
    <article className="mail-reading" aria-label={subject}>
      <Button
        kind="quiet"
        className="mr-button mail-back"
        icon={<Icon name="chevron" />}
        onClick={() => setQuery({ mail: '' })}
      >
        All mail
      </Button>
      <h2>{subject}</h2>
      <dl className="mr-facts">
        <dt>From</dt>
        <dd>{from}</dd>
        <dt>To</dt>
        <dd>{to.join(', ')}</dd>
        <dt>Received</dt>
        <dd>
          {exactTime(Date.parse(receivedAt))}
          {times > 1 && `, ${times} times`}
        </dd>
      </dl>
      <MailText text={text} />
    </article>
  )
}
