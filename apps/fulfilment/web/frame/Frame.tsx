import { LiveBadge, NowOffset, StaleNotice, ThemeToggle } from '@millrace/ui'
import type { ReactNode } from 'react'
import type { Following } from '../live/use-live.ts'
import { Brand } from './Brand.tsx'
import { type PlaceName, hrefOf, places, useLinks } from './links.ts'

interface FrameProps {
  readonly place: PlaceName
  /** Of the document and its main part. */
  readonly title: string
  readonly following: Following
  readonly wide?: boolean
  readonly children: ReactNode
}

/** What surrounds every page: the mark, the way to the other pages, whether it is live. */
export function Frame({ place, title, following: { live, offset }, wide = false, children }: FrameProps) {
  const links = useLinks()
  return (
    <NowOffset value={offset}>
      <title>{`${title} · Penstock`}</title>
      <a className="mr-skip-link" href="#content">
        To the content
      </a>
      <header className="pen-header" data-wide={wide}>
        <Brand href={hrefOf(links, places.shop)} />
        <nav className="pen-nav" aria-label="Pages">
          {(Object.keys(places) as PlaceName[]).map((name) => (
            <a
              key={name}
              href={hrefOf(links, places[name])}
              data-for={places[name].service}
              aria-current={name === place ? 'page' : undefined}
            >
              {places[name].name}
            </a>
          ))}
        </nav>
        <div className="pen-header-end">
          <LiveBadge state={live.status} since={live.upToDateAt} />
          <ThemeToggle />
        </div>
      </header>
      <main id="content" className="pen-main" data-wide={wide} tabIndex={-1} aria-label={title}>
        <StaleNotice live={live} service={place === 'desk' ? 'the operator’s service' : 'the shop'} />
        {children}
      </main>
    </NowOffset>
  )
}
