import { Icon, Money } from '@millrace/ui'
import type { PurchaseView } from '../../view.ts'
import { kinds, show } from '../art/show.ts'

/** What is paid for. */
export function Summary({
  purchase: { ticketsType, ticketsQuantity, unitPrice, amount, currency, reservationId },
}: {
  purchase: PurchaseView
}) {
  return (
    <section className="mr-card ts-summary" aria-label="What you pay for">
      <div className="ts-stub">
        <p className="ts-poster-hall">{show.hall}</p>
        <p className="ts-stub-title">{show.title}</p>
        <p>{show.date}</p>
        <p>{show.doors}</p>
      </div>
      <dl className="ts-lines">
        <div>
          <dt>
            {ticketsQuantity} × {kinds[ticketsType].name}
            <small>
              <Money minorUnits={unitPrice} currency={currency} /> each
            </small>
          </dt>
          <dd>
            <Money minorUnits={amount} currency={currency} />
          </dd>
        </div>
        <div className="mr-total">
          <dt>Total</dt>
          <dd>
            <Money minorUnits={amount} currency={currency} />
          </dd>
        </div>
      </dl>
      <p className="ts-figure-line">
        <Icon name="lock" />
        <span>Card numbers are never stored. No money moves: this is a demonstration.</span>
      </p>
      <p className="mr-muted ts-reservation">
        Reservation <span className="mr-mono">{reservationId}</span>
      </p>
    </section>
  )
}
