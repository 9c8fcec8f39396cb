import { Icon, type IconName, Money, RelativeTime, type Tone } from '@millrace/ui'
import type { Payment, PaymentStatus } from '../../contract/payment.ts'

type Over = Exclude<PaymentStatus, 'created' | 'challenged'>

interface Words {
  readonly tone: Tone
  readonly icon: IconName
  readonly title: string
  readonly text: string
}

const words: Readonly<Record<Over, Words>> = {
  made: { tone: 'ok', icon: 'check', title: 'Paid, thank you', text: 'Your order is on its way to the courier.' },
  failed: {
    tone: 'bad',
    icon: 'stop',
    title: 'The payment failed',
    text: 'No further card is taken for this order. Nothing was charged; you can order again.',
  },
  expired: {
    tone: 'warn',
    icon: 'clock',
    title: 'The time to pay is over',
    text: 'Nothing was charged. Order again when it suits you.',
  },
  cancelled: {
    tone: 'neutral',
    icon: 'close',
    title: 'The payment is cancelled',
    text: 'The order was cancelled, so there is nothing to pay.',
  },
  refunded: {
    tone: 'info',
    icon: 'refresh',
    title: 'You get your money back',
    text: 'The order was cancelled after it was paid. The amount goes back to your card.',
  },
}

/** How it ended, and the way back to the order. */
export function Outcome({ payment, status }: { payment: Payment; status: Over }) {
  const { tone, icon, title, text } = words[status]
  const last = payment.attempts.findLast(({ outcome }) => outcome === 'approved')
  return (
    <div className="pay-outcome" data-tone={tone} aria-live="polite">
      <span className="pay-outcome-mark">
        <Icon name={icon} size={32} />
      </span>
      <h1>{title}</h1>
      <p className="mr-lead">{text}</p>
      {last !== undefined && payment.paidAt !== undefined && (
        <p className="mr-muted">
          <Money minorUnits={payment.amount} currency={payment.currency} /> with {last.brand} ending in {last.last4},{' '}
          <RelativeTime at={Date.parse(payment.paidAt)} />
        </p>
      )}
      <a className="mr-button mr-big" data-kind={status === 'made' ? 'primary' : 'plain'} href={payment.orderUrl}>
        {status === 'made' ? 'Follow your order' : 'Back to your order'}
      </a>
    </div>
  )
}
