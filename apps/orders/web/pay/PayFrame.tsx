import { Icon, type Live, LiveBadge, Money, NowOffset, ThemeToggle } from '@millrace/ui'
import type { ReactNode } from 'react'
import type { Payment } from '../../contract/payment.ts'
import { Brand } from '../frame/Brand.tsx'
import { hrefOf, places, useLinks } from '../frame/links.ts'
import { ItemLines } from '../pictures/ItemLines.tsx'

interface PayFrameProps {
  readonly payment: Payment | undefined
  readonly live: Live
  readonly offset: number
  readonly children: ReactNode
}

/** On the left what is paid, on the right how; nothing that leads away from it but the shop's mark. */
export function PayFrame({ payment, live, offset, children }: PayFrameProps) {
  const links = useLinks()
  return (
    <NowOffset value={offset}>
      <title>Pay · Weir</title>
      <div className="pay-page">
        <section className="pay-what" aria-label="What you pay for">
          <div className="mr-row mr-spread">
            <Brand href={hrefOf(links, places.shop)} />
            <LiveBadge state={live.status} since={live.upToDateAt} />
          </div>
          {payment !== undefined && <What payment={payment} />}
          <p className="pay-safe">
            <Icon name="lock" /> Card numbers are never stored. No money moves: cards are for demonstration.
          </p>
        </section>
        <main className="pay-how" aria-label="Payment">
          <div className="pay-how-inner">{children}</div>
          <ThemeToggle />
        </main>
      </div>
    </NowOffset>
  )
}

function What({ payment: { amount, currency, items, orderId, orderUrl } }: { payment: Payment }) {
  return (
    <>
      <div>
        <p className="mr-muted">Pay Weir</p>
        <p className="pay-amount">
          <Money minorUnits={amount} currency={currency} />
        </p>
      </div>
      <ItemLines items={items} currency={currency} />
      <p className="pay-order">
        Order <span className="weir-id">{orderId}</span>
        <br />
        <a href={orderUrl}>See the order</a>
      </p>
    </>
  )
}
