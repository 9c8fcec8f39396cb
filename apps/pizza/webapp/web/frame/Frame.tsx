import { Button, type Live, LiveBadge, NowOffset, ThemeToggle, request } from '@millrace/ui'
import type { ReactNode } from 'react'
import type { Session } from '../../../contract/order.ts'
import { Brand } from './Brand.tsx'

const places = {
  build: { path: '/', name: 'Build a pizza' },
  orders: { path: '/orders', name: 'My orders' },
  operator: { path: '/operator', name: 'Kitchen' },
} as const

interface FrameProps {
  /** The page that this is; undefined for one that is not in the menu. */
  readonly place?: keyof typeof places
  /** Of the document and its main part. */
  readonly title: string
  readonly session?: Session | undefined
  readonly live?: Live
  /** ms to add to the browser's clock for the platform's. */
  readonly offset?: number
  readonly children: ReactNode
}

/** What surrounds every page: the mark, the way to the other pages, who is logged in, whether it is live. */
export function Frame({ place, title, session, live, offset = 0, children }: FrameProps) {
  return (
    <NowOffset value={offset}>
      <title>{`${title} · Millstone`}</title>
      <a className="mr-skip-link" href="#content">
        To the content
      </a>
      <header className="stone-header">
        <Brand />
        <nav className="stone-nav" aria-label="Pages">
          {Object.entries(places).map(([name, { path, name: text }]) => (
            <a key={name} href={path} aria-current={name === place ? 'page' : undefined}>
              {text}
            </a>
          ))}
        </nav>
        <div className="stone-header-end">
          {live !== undefined && <LiveBadge state={live.status} since={live.upToDateAt} />}
          {session !== undefined && <Who session={session} />}
          <ThemeToggle />
        </div>
      </header>
      <main id="content" className="stone-main" tabIndex={-1} aria-label={title}>
        {children}
      </main>
    </NowOffset>
  )
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
