import type { Reservation, Stock } from '../../../contract/shop.ts'
import type { Place, Sale } from '../../../contract/waiting-room.ts'
import type { PlaceView, PurchaseView, SaleView } from '../../view.ts'
import type { Visit } from '../live/use-visit.ts'

const NOW = '2027-01-01T00:00:00.000Z'

export const saleOf = (change: Partial<Sale> = {}): Sale => ({
  room: 'r1',
  state: 'open',
  now: NOW,
  opensAt: NOW,
  commitment: 'c0ffee',
  size: 10,
  early: 0,
  waiting: 10,
  admittedTotal: 5,
  active: 2,
  rate: 60,
  maxActive: 10,
  finished: 0,
  abandoned: 0,
  lapsed: 0,
  removed: 0,
  refusedJoins: 0,
  repeatedJoins: 0,
  wait: 'unknown',
  ...change,
})

export const stockOf = (change: Partial<Stock> = {}): Stock => ({
  currency: 'EUR',
  capacity: 10,
  available: 4,
  held: 2,
  sold: 4,
  openReservations: 1,
  soldOut: 'no',
  types: [{ ticketsType: 'standing', price: 12_350, capacity: 10, available: 4, held: 2, sold: 4 }],
  refused: {},
  ...change,
})

export const placeOf = (change: Partial<Place> = {}): PlaceView => ({
  sessionId: 's1',
  status: 'waiting',
  position: 4,
  size: 10,
  waitTime: 3,
  ahead: 3,
  estimate: { p50: 180_000, p90: 240_000 },
  unlikely: false,
  nextPollMs: 2000,
  admittedThen: 5,
  ...change,
})

export const purchaseOf = (change: Partial<Reservation> = {}): PurchaseView => ({
  reservationId: 'r1',
  sessionId: 's1',
  ticketsType: 'standing',
  ticketsQuantity: 2,
  status: 'held',
  unitPrice: 12_350,
  amount: 24_700,
  currency: 'EUR',
  method: 'card',
  heldAt: NOW,
  expiresAt: new Date(Date.now() + 120_000).toISOString(),
  reminders: 0,
  declined: 0,
  tickets: [],
  ...change,
})

interface Known {
  readonly view?: SaleView
  readonly place?: PlaceView | null
  readonly purchases?: readonly PurchaseView[]
  readonly silent?: readonly ('queue' | 'tickets')[]
}

/** What a page is given, without a stream behind it; `taken` gets what actions answered. */
export function visitOf(
  { view, place = placeOf(), purchases = [], silent = [] }: Known = {},
  taken: unknown[] = [],
): Visit {
  return {
    view: view ?? { sale: saleOf(), stock: stockOf(), silent: [] },
    visit: { sessionId: 's1', place, purchases, silent },
    event: undefined,
    error: undefined,
    live: { status: 'live', upToDateAt: Date.now(), version: 1, retry: () => {} },
    offset: 0,
    again: () => {},
    take: (visit) => void taken.push(visit),
  }
}
