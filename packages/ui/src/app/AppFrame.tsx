import type { MouseEventHandler, ReactNode } from 'react'
import { ThemeToggle } from '../controls/ThemeToggle.tsx'
import { LiveBadge } from '../display/LiveBadge.tsx'
import { StaleNotice } from '../feedback/StaleNotice.tsx'
import type { Live } from '../remote/use-live-stream.ts'
import { NowOffset } from '../time/now.ts'

/** An entry of the menu. */
export interface AppPlace {
  readonly name: string
  /** Undefined until it is known. */
  readonly href: string | undefined
  readonly isCurrent: boolean
  /** Is for others than the entries before it. */
  readonly isApart?: boolean
  /** May go there without loading anything again. */
  readonly onClick?: MouseEventHandler
}

export interface AppFrameProps {
  /** Ends the title of the document. */
  readonly app: string
  readonly brand: ReactNode
  readonly places: readonly AppPlace[]
  /** Of the document and its main part. */
  readonly title: string
  /** How the page stands to its service; undefined where it follows none. */
  readonly live?: Live | undefined
  /** Whom it follows, in words: said above the page when the connection is lost. */
  readonly service?: string | undefined
  /** ms to add to the browser's clock for the platform's. */
  readonly offset?: number | undefined
  /** As wide as the window. */
  readonly wide?: boolean
  /** Stands in the header before the choice of the theme. */
  readonly end?: ReactNode
  readonly children: ReactNode
}

/**
 * What surrounds every page of an app: the mark, the way to the other pages, whether what is shown is still true. The
 * connection is timed by the browser's clock and everything else on the page by the platform's, `offset` away.
 */
export function AppFrame({ app, title, live, service, offset = 0, wide = false, children, ...header }: AppFrameProps) {
  return (
    <NowOffset value={offset}>
      <title>{`${title} · ${app}`}</title>
      <a className="mr-skip-link" href="#content">
        To the content
      </a>
      <Header live={live} wide={wide} {...header} />
      <main id="content" className="mr-app-main" data-wide={wide} tabIndex={-1} aria-label={title}>
        {live !== undefined && service !== undefined && <StaleNotice live={live} service={service} />}
        {children}
      </main>
    </NowOffset>
  )
}

type HeaderProps = Pick<AppFrameProps, 'brand' | 'places' | 'live' | 'wide' | 'end'>

function Header({ brand, places, live, wide, end }: HeaderProps) {
  return (
    <header className="mr-app-header" data-wide={wide}>
      {brand}
      <nav className="mr-app-nav" aria-label="Pages">
        {places.map(({ name, href, isCurrent, isApart, onClick }) => (
          <a
            key={name}
            href={href}
            aria-current={isCurrent ? 'page' : undefined}
            data-apart={isApart}
            {...(onClick && { onClick })}
          >
            {name}
          </a>
        ))}
      </nav>
      <div className="mr-app-header-end">
        {live !== undefined && <LiveBadge state={live.status} since={live.upToDateAt} />}
        {end}
        <ThemeToggle />
      </div>
    </header>
  )
}
