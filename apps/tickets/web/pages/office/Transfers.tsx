import { Button, EmptyState, Icon, Money, Notice, RelativeTime, request, useRead } from '@millrace/ui'
import { type Payment, currency } from '../../../contract/shop.ts'
import { useCommand } from './use-command.ts'

/** Bank transfers that are waited for; here is where the bank says that one has come. */
export function Transfers({ version }: { version: number }) {
  const { data, error } = useRead('/office/transfers', Math.floor(version / 2), (path, signal) =>
    request<{ readonly items: readonly Payment[] }>(path, { signal }),
  )
  return (
    <section className="mr-card ts-panel" aria-labelledby="ts-transfers-title">
      <h2 id="ts-transfers-title">Bank transfers</h2>
      {error !== undefined && <Notice tone="bad">{error.message}</Notice>}
      {data?.items.length === 0 && <EmptyState icon="card" title="None is waited for" />}
      <ul className="ts-transfers">
        {data?.items.map((payment) => (
          <li key={payment.reservationId}>
            <div>
              <strong>
                <Money minorUnits={payment.amount} currency={currency} />
              </strong>{' '}
              <span className="mr-mono">{payment.reference ?? payment.reservationId}</span>
              <small>
                by <RelativeTime at={Date.parse(payment.expiresAt)} />
              </small>
            </div>
            <Arrived payment={payment} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Arrived({ payment: { reservationId, reference } }: { payment: Payment }) {
  const { send, isBusy } = useCommand('The money is booked.')
  return (
    <Button
      size="small"
      busy={isBusy}
      aria-label={`The money for ${reference ?? reservationId} has arrived`}
      onClick={() => void send(`/office/transfers/${encodeURIComponent(reservationId)}`)}
      icon={<Icon name="check" />}
    >
      Money is there
    </Button>
  )
}
