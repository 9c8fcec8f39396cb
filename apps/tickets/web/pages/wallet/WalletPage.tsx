import { Button, EmptyState, Icon, Notice, countOf } from '@millrace/ui'
import type { PurchaseView } from '../../view.ts'
import { Alone } from '../frame/Alone.tsx'
import { Frame } from '../frame/Frame.tsx'
import { Missing } from '../frame/Missing.tsx'
import { Link } from '../frame/Link.tsx'
import type { Visit } from '../live/use-visit.ts'
import { isOpen } from '../shop/purchase.ts'
import { TicketCard } from './TicketCard.tsx'
import './wallet.css'

/** The tickets of this browser, each with the code that is read at the door. */
export function WalletPage({ visit }: { visit: Visit }) {
  return (
    <Frame place="wallet" title="Your tickets" live={visit.live} offset={visit.offset}>
      <Now visit={visit} />
    </Frame>
  )
}

function Now({ visit: whole }: { visit: Visit }) {
  const { visit } = whole
  if (visit === undefined || visit.silent.includes('tickets'))
    return <Missing page="Your tickets" what="your tickets" visit={whole} />
  const bought = visit.purchases.filter(({ status }) => status === 'issued')
  const isComing = visit.purchases.some(({ status }) => status === 'paid')
  const open = visit.purchases.find(isOpen)
  if (bought.length === 0 && !isComing) return <None open={open} />
  const count = bought.reduce((sum, { tickets }) => sum + tickets.length, 0)
  return (
    <>
      <div className="ts-head ts-wallet-head">
        <div>
          <h1>Your tickets</h1>
          <p className="mr-lead">
            {countOf(count, 'ticket')} · show each code once at the door, on the phone or on paper.
          </p>
        </div>
        <Button onClick={() => print()}>Print</Button>
      </div>
      {isComing && <Notice tone="info">More tickets are being made out; they appear here by themselves.</Notice>}
      <ul className="ts-wallet" aria-label="Your tickets">
        {bought.flatMap((purchase) =>
          purchase.tickets.map((ticket, at) => (
            <li key={ticket.ticketId}>
              <TicketCard purchase={purchase} ticket={ticket} number={at + 1} />
            </li>
          )),
        )}
      </ul>
    </>
  )
}

function None({ open }: { open: PurchaseView | undefined }) {
  const action = (
    <Link
      className="mr-button"
      data-kind="primary"
      href={open === undefined ? '/' : `/pay?reservationId=${open.reservationId}`}
    >
      {open === undefined ? 'To the sale' : 'Pay for the tickets that you hold'} <Icon name="chevron" />
    </Link>
  )
  return (
    <Alone title="Your tickets">
      <EmptyState icon="card" title="No tickets yet" action={action}>
        Tickets that you buy in this browser appear here as soon as they are paid for.
      </EmptyState>
    </Alone>
  )
}
