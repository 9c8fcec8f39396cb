import type { Sale } from '../../../contract/waiting-room.ts'
import type { HeardEvent, PlaceView, SaleView, VisitView } from '../../view.ts'

/** What a page knows; each part is undefined until it was heard. */
export interface Known {
  readonly view?: SaleView
  readonly visit?: VisitView
  /** The last event of one's own. */
  readonly event?: HeardEvent
}

/** How each event of the stream changes what is known. */
export const folds: Readonly<Record<string, (known: Known, data: never) => Known>> = {
  sale: (known, view: SaleView) => ({ ...known, view }),
  visit: (known, visit: VisitView) => ({ ...known, visit }),
  place: (known, place: PlaceView) =>
    known.visit === undefined
      ? known
      : { ...known, visit: { ...known.visit, place: { ...known.visit.place, ...place } } },
  cloudevent: (known, event: HeardEvent) => ({ ...known, event }),
}

/** People still ahead: those at the last exact count, less everybody who was let in since. Who leaves makes it fewer yet. */
export function aheadNow(place: PlaceView, sale: Sale | undefined): number {
  const since = sale === undefined ? 0 : Math.max(0, sale.admittedTotal - place.admittedThen)
  return Math.max(0, place.ahead - since)
}
