import { EmptyState } from '@millrace/ui'
import type { PurchaseView } from '../../view.ts'
import { Alone } from '../frame/Alone.tsx'
import { Frame } from '../frame/Frame.tsx'
import { Missing } from '../frame/Missing.tsx'
import { Link } from '../frame/Link.tsx'
import type { Visit } from '../live/use-visit.ts'
import { isOpen } from '../shop/purchase.ts'
import { CardForm } from './CardForm.tsx'
import { HoldClock } from './HoldClock.tsx'
import { Outcome } from './Outcome.tsx'
import { Processing } from './Processing.tsx'
import { Summary } from './Summary.tsx'
import { Transfer } from './Transfer.tsx'
import './pay.css'

interface PayPageProps {
  readonly visit: Visit
  /** Of the address; without one it is the newest purchase. */
  readonly reservationId: string | null
}

/** Pays for tickets that are held, while they are. */
export function PayPage({ visit, reservationId }: PayPageProps) {
  const purchases = visit.visit?.purchases
  const purchase = purchases?.find((each) => reservationId === null || each.reservationId === reservationId)
  return (
    <Frame place="pay" title="Pay" live={visit.live} offset={visit.offset}>
      {purchase === undefined ? <Unknown visit={visit} /> : <Known visit={visit} purchase={purchase} />}
    </Frame>
  )
}

function Known({ visit, purchase }: { visit: Visit; purchase: PurchaseView }) {
  return (
    <div className="ts-pay">
      <section className="mr-card ts-pay-how" aria-label="Payment">
        {isOpen(purchase) && <HoldClock purchase={purchase} />}
        <How visit={visit} purchase={purchase} />
      </section>
      <Summary purchase={purchase} />
    </div>
  )
}

function How({ visit, purchase }: { visit: Visit; purchase: PurchaseView }) {
  if (!isOpen(purchase)) return <Outcome purchase={purchase} />
  if (purchase.method === 'transfer') return <Transfer visit={visit} purchase={purchase} />
  if (purchase.status === 'paying' && purchase.payment?.status !== 'awaiting') return <Processing purchase={purchase} />
  return <CardForm visit={visit} purchase={purchase} />
}

function Unknown({ visit }: { visit: Visit }) {
  if (visit.visit === undefined || visit.visit.silent.includes('tickets'))
    return <Missing page="Pay" what="your purchase" visit={visit} />
  const action = (
    <Link className="mr-button" data-kind="primary" href="/">
      To the sale
    </Link>
  )
  return (
    <Alone title="Pay">
      <EmptyState icon="card" title="There is nothing to pay" action={action}>
        You hold no tickets in this browser.
      </EmptyState>
    </Alone>
  )
}
