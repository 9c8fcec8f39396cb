import { type ReactNode, Suspense, lazy, useEffect, useRef } from 'react'
import { Skeleton } from '@millrace/ui'
import { ChoosePage } from './shop/ChoosePage.tsx'
import { type PlaceName, places, useAddress } from './frame/route.ts'
import { PayPage } from './pay/PayPage.tsx'
import { RoomPage } from './room/RoomPage.tsx'
import { Reminders } from './live/Reminders.tsx'
import { type Visit, useVisit } from './live/use-visit.ts'

const OfficePage = lazy(async () => ({ default: (await import('./office/OfficePage.tsx')).OfficePage }))
const WalletPage = lazy(async () => ({ default: (await import('./wallet/WalletPage.tsx')).WalletPage }))

type Show = (visit: Visit, address: URL) => ReactNode

const pages: Readonly<Record<Exclude<PlaceName, 'office'>, Show>> = {
  room: (visit) => <RoomPage visit={visit} />,
  choose: (visit) => <ChoosePage visit={visit} />,
  pay: (visit, address) => <PayPage visit={visit} reservationId={address.searchParams.get('reservationId')} />,
  wallet: (visit) => <WalletPage visit={visit} />,
}

/** The page at the address. The back office has a stream of its own; all others share one, which goes on between them. */
export function App() {
  const address = useAddress()
  useFocusAfterWalk(address.pathname)
  const found = (Object.keys(places) as PlaceName[]).find((name) => places[name] === address.pathname) ?? 'room'
  return (
    <Suspense fallback={<Skeleton what="the page" />}>
      {found === 'office' ? <OfficePage /> : <Customer show={pages[found]} address={address} />}
    </Suspense>
  )
}

/** Whoever walks to another page by keys or by ear begins at its content. */
function useFocusAfterWalk(path: string): void {
  const last = useRef(path)
  useEffect(() => {
    if (last.current === path) return
    last.current = path
    document.getElementById('content')?.focus({ preventScroll: true })
  }, [path])
}

function Customer({ show, address }: { show: Show; address: URL }) {
  const visit = useVisit()
  return (
    <>
      <Reminders visit={visit} />
      {show(visit, address)}
    </>
  )
}
