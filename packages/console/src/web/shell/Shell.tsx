import { NowOffset, Skeleton, ThemeToggle } from '@millrace/ui'
import { Link, Outlet } from '@tanstack/react-router'
import { Suspense } from 'react'
import { useSession } from '../api/session.ts'
import { useLive } from '../lib/live-context.ts'
import { LiveControl } from './LiveControl.tsx'
import { Logo } from './Logo.tsx'
import { Navigation } from './Navigation.tsx'
import { ServerAway } from './ServerAway.tsx'
import { TokenPage } from './TokenPage.tsx'

/** What surrounds every page: who may not enter sees the token page instead. */
export function Shell() {
  const session = useSession()
  if (session.data?.open === false) return <TokenPage />
  if (session.data === undefined && session.isError) return <ServerAway onRetry={() => void session.refetch()} />
  return <Frame />
}

function Frame() {
  const clockOffset = useLive((live) => live.clockOffset)
  return (
    <NowOffset value={clockOffset}>
      <a className="mr-skip-link" href="#content">
        Skip to the content
      </a>
      <div className="shell">
        <header className="shell-top">
          <Link to="/" className="shell-brand" aria-label="Millrace, overview">
            <Logo />
            <span>Millrace</span>
          </Link>
          <LiveControl />
        </header>
        <Navigation />
        <footer className="shell-foot">
          <ThemeToggle />
        </footer>
        <main id="content" className="shell-main" tabIndex={-1}>
          <Suspense fallback={<Skeleton what="the page" />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
    </NowOffset>
  )
}
