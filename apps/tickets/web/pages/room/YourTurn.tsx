import { Icon, Notice } from '@millrace/ui'
import type { PlaceView, PurchaseView, SaleView } from '../../view.ts'
import { Link } from '../frame/Link.tsx'
import { Countdown } from '../live/Countdown.tsx'
import { isOpen } from '../shop/purchase.ts'
import type { Visit } from '../live/use-visit.ts'
import { GiveBack } from './GiveBack.tsx'

interface YourTurnProps {
  readonly visit: Visit
  readonly view: SaleView
  readonly place: PlaceView
  readonly purchases: readonly PurchaseView[]
}

/** Let in: the shop is open to this one, for a while. */
export function YourTurn({ visit, view, place, purchases }: YourTurnProps) {
  const open = purchases.find(isOpen)
  return (
    <section className="mr-card ts-now" data-turn="true" aria-labelledby="ts-now-title">
      <p className="ts-eyebrow">You have been let in</p>
      <h1 id="ts-now-title">It is your turn</h1>
      {place.tokenExpiresAt !== undefined && (
        <p className="mr-lead">
          The shop is open to you for another <Countdown className="ts-strong" until={place.tokenExpiresAt} />. After
          that your place goes to the next in line.
        </p>
      )}
      {view.stock?.soldOut === 'held' && open === undefined && (
        <Notice tone="warn">All tickets are held at the moment. Look in: what is not paid for comes back.</Notice>
      )}
      {open === undefined ? (
        <Link className="mr-button mr-big" data-kind="primary" href="/tickets">
          Choose your tickets <Icon name="chevron" />
        </Link>
      ) : (
        <Link className="mr-button mr-big" data-kind="primary" href={`/pay?reservationId=${open.reservationId}`}>
          Pay for the tickets that you hold <Icon name="chevron" />
        </Link>
      )}
      <GiveBack visit={visit} />
    </section>
  )
}
