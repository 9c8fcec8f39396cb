import { type Live, LiveBadge, NowOffset, ThemeToggle } from '@millrace/ui'
import type { ReactNode } from 'react'
import { Brand } from './Brand.tsx'
import { type PlaceName, hrefOf, places, useLinks } from './links.ts'

interface FrameProps {
  /** The page that this is; undefined for one that is not in the menu. */
  readonly place?: PlaceName
  /** Of the document and its main part. */
  readonly title: string
  readonly live?: Live
  /** ms to add to the browser's clock for the platform's. */
  readonly offset?: number
  readonly children: ReactNode
}

/** What surrounds every page: the mark, the way to the other pages, whether it is live. */
export function Frame({ place, title, live, offset = 0, children }: FrameProps) {
  const links = useLinks()
  return (
    <NowOffset value={offset}>
      <title>{`${title} · Weir`}</title>
      <a className="mr-skip-link" href="#content">
        To the content
      </a>
      <header className="weir-header">
        <Brand href={hrefOf(links, places.shop)} />
        <nav className="weir-nav" aria-label="Pages">
          {(Object.keys(places) as PlaceName[]).map((name) => (
            <a
              key={name}
              href={hrefOf(links, places[name])}
              data-for={places[name].for}
              aria-current={name === place ? 'page' : undefined}
            >
              {places[name].name}
            </a>
          ))}
        </nav>
        <div className="weir-header-end">
          {live !== undefined && <LiveBadge state={live.status} since={live.upToDateAt} />}
          <ThemeToggle />
        </div>
      </header>
      <main id="content" className="weir-main" tabIndex={-1} aria-label={title}>
        {children}
      </main>
    </NowOffset>
  )
}
