import {
  type Column,
  EmptyState,
  ErrorState,
  type LiveValue,
  RelativeTime,
  Skeleton,
  Status,
  Table,
  type Tone,
} from '@millrace/ui'
import type { DeliveryStatus, Mail } from '../../contract/notice.ts'

/** What the mail service has to send or has sent: a mail server that is down is seen here. */
export function Outbox({ to, mails: { data, error, again } }: { to: string; mails: LiveValue<readonly Mail[]> }) {
  if (data === undefined) {
    return (
      <div className="mr-card mail-below">
        {error === undefined ? (
          <Skeleton what="mail" />
        ) : (
          <ErrorState title="Mail could not be read" detail={error.message} onRetry={again} />
        )}
      </div>
    )
  }
  const shown = data.filter((mail) => to === '' || mail.to?.toLowerCase().includes(to.toLowerCase()))
  if (shown.length === 0) {
    return (
      <div className="mr-card mail-below">
        <EmptyState icon="send" title={to === '' ? 'Nothing to send' : `Nothing to send to “${to}”`}>
          A mail for each step of an order goes through here.
        </EmptyState>
      </div>
    )
  }
  return (
    <div className="mail-below">
      <Table caption="Mail on its way" columns={columns} rows={shown} rowKey={({ messageId }) => messageId} />
    </div>
  )
}

const looks: Readonly<Record<DeliveryStatus, { tone: Tone; word: string }>> = {
  waiting: { tone: 'warn', word: 'Waiting' },
  sent: { tone: 'ok', word: 'Sent' },
  unwanted: { tone: 'neutral', word: 'Not wanted' },
}

const columns: readonly Column<Mail>[] = [
  {
    id: 'status',
    header: 'Status',
    cell: ({ status }) => <Status tone={looks[status].tone}>{looks[status].word}</Status>,
  },
  { id: 'to', header: 'To', cell: ({ to }) => to ?? '–' },
  { id: 'subject', header: 'Subject', isRowHeader: true, wrap: true, cell: ({ subject, stage }) => subject ?? stage },
  { id: 'attempts', header: 'Tries', align: 'end', cell: ({ attempts }) => attempts },
  { id: 'what', header: 'What', wrap: true, cell: (mail) => <What mail={mail} /> },
]

function What({ mail: { status, at, sentAt, lastError, nextAt } }: { mail: Mail }) {
  if (status === 'sent') return <RelativeTime at={Date.parse(sentAt ?? at)} />
  if (status === 'unwanted') return 'The customer wants no e-mail'
  return (
    <>
      {lastError ?? 'Not tried yet'}
      {nextAt !== undefined && (
        <>
          ; tried again <RelativeTime at={Date.parse(nextAt)} />
        </>
      )}
    </>
  )
}
