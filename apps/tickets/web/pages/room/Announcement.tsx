import type { Sale } from '../../../contract/waiting-room.ts'
import type { PlaceView } from '../../view.ts'
import { Announcer } from '../live/Announcer.tsx'
import { aheadNow } from '../live/sale-folds.ts'
import { waitText } from '../live/span.ts'
import type { Visit } from '../live/use-visit.ts'

/** What the waiting room tells those who listen: a change of state at once, progress at most once a minute. */
export function Announcement({ visit: { view, visit } }: { visit: Visit }) {
  const place = visit?.place ?? undefined
  if (view === undefined || place === undefined) return null
  const isOver = view.stock?.soldOut === 'final' && (place.status === 'early' || place.status === 'waiting')
  const text = isOver ? 'Sold out. You need not wait any longer.' : said(view.sale, place)
  return <Announcer urgent={`${view.sale.state} ${place.status} ${isOver}`} text={text} />
}

function said(sale: Sale, place: PlaceView): string {
  switch (place.status) {
    case 'unknown':
      return ''
    case 'early':
      return 'You are in the waiting room. Places are drawn when the sale opens.'
    case 'waiting':
      return inLine(sale, place)
    case 'admitted':
      return 'It is your turn. You can choose your tickets now.'
    case 'lapsed':
      return 'Your place has gone to the next in line.'
    case 'abandoned':
      return 'You have left.'
    case 'removed':
      return 'You were taken out of the line.'
    case 'finished':
      return 'You have been through the shop.'
  }
}

function inLine(sale: Sale, place: PlaceView): string {
  const ahead = aheadNow(place, sale)
  const front =
    ahead === 0 ? 'You are next in line.' : `${ahead} ${ahead === 1 ? 'person is' : 'people are'} ahead of you.`
  if (sale.state === 'paused' || place.estimate === 'paused') return `${front} Nobody is let in for the moment.`
  if (place.estimate === 'unknown' || ahead === 0) return front
  return `${front} Your turn comes in ${waitText(place.estimate.p50, place.estimate.p90)}.`
}
