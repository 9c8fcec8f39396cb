import { Button, CopyId, Icon, Money, Notice } from '@millrace/ui'
import type { PurchaseView } from '../../view.ts'
import { show } from '../art/show.ts'
import type { Visit } from '../live/use-visit.ts'
import { useAction } from '../room/use-action.ts'
import { CancelHold } from './CancelHold.tsx'

/** Ten tickets and more are paid by bank transfer: what to write on it, and until when the money must be there. */
export function Transfer({ visit, purchase }: { visit: Visit; purchase: PurchaseView }) {
  const start = useAction(visit, '/shop/pay')
  const { amount, currency, payment, reservationId } = purchase
  return (
    <div className="mr-stack">
      <h1>Pay by bank transfer</h1>
      {start.failure !== undefined && <Notice tone="bad">{start.failure.message}</Notice>}
      {payment === undefined ? (
        <>
          <p className="mr-lead">
            Ten tickets and more are paid by bank transfer. You get a reference to write on it, and the tickets as soon
            as the money is there.
          </p>
          <Button
            kind="primary"
            className="mr-big"
            busy={start.isBusy}
            onClick={() => void start.send({ reservationId })}
            icon={<Icon name="send" />}
          >
            Get the transfer’s details
          </Button>
        </>
      ) : (
        <>
          <p className="mr-lead">Send the money with this reference. The page goes on by itself when it is there.</p>
          <dl className="mr-facts ts-transfer">
            <dt>To</dt>
            <dd>{show.hall}, box office</dd>
            <dt>Amount</dt>
            <dd className="ts-strong">
              <Money minorUnits={amount} currency={currency} />
            </dd>
            <dt>Reference</dt>
            <dd>
              <CopyId id={payment.reference ?? reservationId} name="the reference" />
            </dd>
          </dl>
          <Notice tone="info">
            Waiting for the money. You may close this page; your tickets will be at “Your tickets”.
          </Notice>
        </>
      )}
      <CancelHold visit={visit} purchase={purchase} />
    </div>
  )
}
