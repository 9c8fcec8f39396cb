import type { PlaceView } from '../../view.ts'
import type { Sale } from '../../../contract/waiting-room.ts'
import type { Known } from './sale-folds.ts'

/** Nothing is known yet: the stream brings it, as a rule before this. */
const FIRST_MS = 1000
/** While the stream says everything, asking only guards against what nobody thought of. */
const LIVE_MS = 60_000
const LOST_MS = 5000
const NEXT_MS = 600
/** When the lots are drawn everybody has moved, and is told so; who is not asks, but not all at once. */
const DRAWN_MS = 3000

/** How long a page waits before it asks by itself, whatever its stream says. */
export function askAgainMs({ view, visit }: Known, isLost: boolean): number {
  if (view === undefined || visit === undefined) return isLost ? LOST_MS : FIRST_MS
  const { place, silent } = visit
  if (place !== null) {
    if (place.status === 'early' && view.sale.state !== 'before') return DRAWN_MS + view.sale.waiting
    if (isNext(place, view.sale)) return NEXT_MS
  }
  if (isLost) return Math.min(LOST_MS, place?.nextPollMs ?? LOST_MS)
  return silent.length > 0 ? LOST_MS : LIVE_MS
}

/** As many were let in as were ahead, and one more: it may be this one's turn. */
const isNext = (place: PlaceView, sale: Sale): boolean =>
  place.status === 'waiting' && sale.admittedTotal > place.admittedThen + place.ahead
