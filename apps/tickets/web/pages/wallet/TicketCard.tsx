import { CopyId, Status } from '@millrace/ui'
import type { Ticket } from '../../../contract/shop.ts'
import type { PurchaseView } from '../../view.ts'
import { kinds, show } from '../art/show.ts'
import { Qr } from './Qr.tsx'

interface TicketCardProps {
  readonly purchase: PurchaseView
  readonly ticket: Ticket
  readonly number: number
}

/** One ticket, as it is shown at the door. */
export function TicketCard({ purchase: { ticketsType, ticketsQuantity }, ticket, number }: TicketCardProps) {
  return (
    <article className="ts-ticket" aria-label={`Ticket ${number} of ${ticketsQuantity}, ${kinds[ticketsType].name}`}>
      <div className="ts-stub">
        <p className="ts-poster-hall">{show.hall}</p>
        <h2 className="ts-stub-title">{show.title}</h2>
        <p>{show.date}</p>
        <p>{show.doors}</p>
        <p className="ts-ticket-kind">
          {kinds[ticketsType].name}
          <small>
            {number} of {ticketsQuantity}
          </small>
        </p>
      </div>
      <div className="ts-ticket-code">
        <Qr text={ticket.code} label={`Code of ticket ${ticket.ticketId}`} />
        {ticket.scannedAt === undefined ? (
          <CopyId id={ticket.ticketId} name="the ticket’s number" />
        ) : (
          <Status tone="neutral">
            Used {new Date(ticket.scannedAt).toLocaleString('en', { timeStyle: 'short', dateStyle: 'medium' })}
          </Status>
        )}
      </div>
    </article>
  )
}
