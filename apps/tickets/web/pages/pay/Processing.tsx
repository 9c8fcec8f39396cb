import { Icon } from '@millrace/ui'
import type { PurchaseView } from '../../view.ts'

/** The bank has been asked. */
export function Processing({ purchase: { payment } }: { purchase: PurchaseView }) {
  return (
    <div className="ts-outcome" data-tone="info" aria-live="polite">
      <span className="ts-outcome-mark">
        <Icon name="card" size={32} />
      </span>
      <h1>Asking your bank</h1>
      <p className="mr-lead">
        {payment?.last4 === undefined ? 'Your card' : `Your card ending in ${payment.last4}`} is being checked. This
        takes about ten seconds; the page goes on by itself.
      </p>
    </div>
  )
}
