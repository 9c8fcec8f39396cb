import { type Live, LiveBadge, NowOffset, StaleNotice, ThemeToggle } from '@millrace/ui'
import type { ReactNode } from 'react'
import { Brand } from './Brand.tsx'
import { Link } from './Link.tsx'
import { type PlaceName, places } from './route.ts'

interface FrameProps {
  readonly place: PlaceName
  /** Of the document and its main part. */
  readonly title: string
  readonly live: Live
  /** ms to add to the browser's clock for the platform's. */
  readonly offset: number
  readonly children: ReactNode
}

const menu = { room: 'The sale', wallet: 'Your tickets', office: 'Back office' } as const

/** What surrounds every page: the mark, the way to the others, and whether what is shown is still true. */
export function Frame({ place, title, live: own, offset, children }: FrameProps) {
  // The stream goes by the browser's clock, everything here by the platform's.
  const live = { ...own, upToDateAt: own.upToDateAt === undefined ? undefined : own.upToDateAt + offset }
  return (
    <NowOffset value={offset}>
      <title>{`${title} · Turnstile`}</title>
      <a className="mr-skip-link" href="#content">
        To the content
      </a>
      <header className="ts-header">
        <Brand />
        <nav className="ts-nav" aria-label="Pages">
          {(Object.keys(menu) as (keyof typeof menu)[]).map((name) => (
            <Link key={name} href={places[name]} aria-current={isCurrent(name, place) ? 'page' : undefined}>
              {menu[name]}
            </Link>
          ))}
        </nav>
        <div className="ts-header-end">
          <LiveBadge state={live.status} since={live.upToDateAt} />
          <ThemeToggle />
        </div>
      </header>
      <main id="content" className="ts-main" tabIndex={-1} aria-label={title}>
        <StaleNotice live={live} service="the ticket shop" />
        {children}
      </main>
    </NowOffset>
  )
}

const isCurrent = (name: PlaceName, place: PlaceName): boolean =>
  name === place || (name === 'room' && (place === 'choose' || place === 'pay'))
