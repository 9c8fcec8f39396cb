import type { EventData, EventType } from '../contract/events.ts'
import type { Outgoing } from '../ledger/change.ts'
import { toldEvent } from '../ledger/told-event.ts'

export const SOURCE = 'tickets-service.default.svc.cluster.local'

const BY_RESERVATION: ReadonlySet<EventType> = new Set(['Tickets.PaymentRequested', 'Tickets.PaymentsAuthorized'])

type Told = Extract<EventType, `Tickets.${string}` | 'Notifications.Requested'>

/**
 * An event of the shop. `fact` names what happened, the same however often it is told. Processes wait for the two payment
 * events by reservation, for the others by session.
 */
export function tell<T extends Told>(type: T, fact: string, data: EventData<T>, now: number): Outgoing {
  const { sessionId, reservationId } = data
  const correlationKey = BY_RESERVATION.has(type) ? reservationId : sessionId
  return toldEvent({ source: SOURCE, type, fact, data, subject: reservationId ?? sessionId, correlationKey, at: now })
}
