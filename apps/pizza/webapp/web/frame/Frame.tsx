import { AppFrame, type AppFrameProps, Button, request } from '@millrace/ui'
import type { Session } from '../../../contract/order.ts'
import { Brand } from './Brand.tsx'

const places = {
  build: { path: '/', name: 'Build a pizza' },
  orders: { path: '/orders', name: 'My orders' },
  operator: { path: '/operator', name: 'Kitchen' },
} as const

interface FrameProps extends Pick<AppFrameProps, 'title' | 'live' | 'offset' | 'children'> {
  /** The page that this is; undefined for one that is not in the menu. */
  readonly place?: keyof typeof places
  readonly session?: Session | undefined
}

/** What surrounds every page: the mark, the way to the other pages, who is logged in, whether it is live. */
export function Frame({ place, session, ...page }: FrameProps) {
  const menu = Object.entries(places).map(([name, { path, name: text }]) => ({
    name: text,
    href: path,
    isCurrent: name === place,
  }))
  const who = session !== undefined && <Who session={session} />
  return <AppFrame app="Millstone" brand={<Brand />} places={menu} end={who} {...page} />
}

function Who({ session }: { session: Session }) {
  const logOut = async () => {
    await request('/api/logout', { method: 'POST' })
    location.assign('/login')
  }
  return (
    <span className="stone-who">
      <span title="Logged in">{session.username}</span>
      <Button size="small" kind="quiet" onClick={() => void logOut()}>
        Log out
      </Button>
    </span>
  )
}
