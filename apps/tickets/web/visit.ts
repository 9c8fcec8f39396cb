import { Problem } from '@millrace/client/http'
import type { Payment, Reservation } from '../contract/shop.ts'
import type { Place } from '../contract/waiting-room.ts'
import { SilentService } from './services/call.ts'
import type { Services } from './services/services.ts'
import type { PlaceView, PurchaseView, ServiceName, VisitView } from './view.ts'

/** Everything about one session, as the services have it now. Those that do not answer are named in it. */
export async function visitOf(services: Services, sessionId: string, admittedTotal: () => number): Promise<VisitView> {
  const silent: ServiceName[] = []
  // Before the place is asked for: people admitted meanwhile are then counted twice rather than not at all, for a moment.
  const admittedThen = admittedTotal()
  const [place, reservations] = await Promise.all([
    orSilent(services.queue.place(sessionId), silent),
    orSilent(services.tickets.reservations(sessionId), silent),
  ])
  const purchases = await Promise.all((reservations ?? []).map((each) => withPayment(services, each, silent)))
  return {
    sessionId,
    place: place === undefined ? null : placeView(place, admittedThen),
    purchases,
    silent: [...new Set(silent)],
  }
}

/** The token stays here: a page does nothing with it. */
export function placeView(place: Place, admittedThen: number): PlaceView {
  const { token: _token, ...shown } = place
  return { ...shown, admittedThen }
}

/** The payment of what is being paid; other purchases need none. */
async function withPayment(services: Services, reservation: Reservation, silent: ServiceName[]): Promise<PurchaseView> {
  if (reservation.status !== 'paying') return reservation
  const payment = await orSilent<Payment | undefined>(
    services.payments.status(reservation.reservationId).catch(noneWhenRefused),
    silent,
  )
  return payment === undefined ? reservation : { ...reservation, payment }
}

/** A payment that is not there yet is none. */
function noneWhenRefused(error: unknown): undefined {
  if (error instanceof Problem) return undefined
  throw error
}

async function orSilent<T>(asked: Promise<T>, silent: ServiceName[]): Promise<T | undefined> {
  try {
    return await asked
  } catch (error) {
    if (!(error instanceof SilentService)) throw error
    silent.push(error.service)
    return undefined
  }
}
