import { LiveBadge, ThemeToggle } from '@millrace/ui'
import { useLive } from '../live/use-live.ts'

export function Header() {
  const { status, upToDateAt } = useLive()
  return (
    <header className="store-header">
      <a className="store-brand" href="/">
        <svg aria-hidden="true" width="26" height="26" viewBox="0 0 32 32">
          <rect className="store-brand-tile" width="32" height="32" rx="8" />
          <path className="store-brand-bag" d="M8 12h16l-1.3 11a2 2 0 0 1-2 1.8h-9.4a2 2 0 0 1-2-1.8z" />
          <path className="store-brand-handle" d="M11.5 14v-3a4.5 4.5 0 0 1 9 0v3" />
        </svg>
        Store
      </a>
      <LiveBadge state={status} since={upToDateAt} />
      <ThemeToggle />
    </header>
  )
}
