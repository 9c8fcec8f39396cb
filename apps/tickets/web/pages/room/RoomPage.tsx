import { Notice } from '@millrace/ui'
import { Poster } from '../art/Poster.tsx'
import { Frame } from '../frame/Frame.tsx'
import { Missing } from '../frame/Missing.tsx'
import type { Visit } from '../live/use-visit.ts'
import { Announcement } from './Announcement.tsx'
import { HowItWorks } from './HowItWorks.tsx'
import { InLine } from './InLine.tsx'
import { Outside } from './Outside.tsx'
import { YourTurn } from './YourTurn.tsx'
import './room.css'

/** The waiting room: outside, in line, or let in. */
export function RoomPage({ visit }: { visit: Visit }) {
  const { view } = visit
  const status = visit.visit?.place?.status
  const isIn = status === 'early' || status === 'waiting' || status === 'admitted'
  return (
    <Frame place="room" title="The sale" live={visit.live} offset={visit.offset}>
      <div className="ts-room" data-in={isIn}>
        <Poster />
        <div className="ts-room-side">
          {view?.sale.message !== undefined && view.sale.message !== '' && (
            <Notice tone="info">{view.sale.message}</Notice>
          )}
          <Now visit={visit} />
          {view !== undefined && <HowItWorks sale={view.sale} place={visit.visit?.place ?? undefined} />}
        </div>
      </div>
      <Announcement visit={visit} />
    </Frame>
  )
}

function Now({ visit }: { visit: Visit }) {
  const { view, visit: mine } = visit
  if (view === undefined || mine === undefined) return <Missing page="The sale" what="the sale" visit={visit} />
  const place = mine.place ?? undefined
  switch (place?.status) {
    case 'early':
    case 'waiting':
      return <InLine visit={visit} view={view} place={place} />
    case 'admitted':
      return <YourTurn visit={visit} view={view} place={place} purchases={mine.purchases} />
    case undefined:
    case 'unknown':
    case 'finished':
    case 'abandoned':
    case 'lapsed':
    case 'removed':
      return <Outside visit={visit} view={view} place={place} purchases={mine.purchases} />
  }
}
