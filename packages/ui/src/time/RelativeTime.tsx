import { useNow } from './now.ts'
import { exactTime, relativeTime } from './relative.ts'

/** "3 min. ago" with the exact time at hand; `at` is ms since epoch, undefined or negative when there is none. */
export function RelativeTime({ at, exact = false }: { at: number | undefined; exact?: boolean }) {
  const now = useNow()
  if (at === undefined || at < 0 || Number.isNaN(new Date(at).getTime())) return <span className="mr-muted">–</span>
  return (
    <time
      className="mr-time"
      dateTime={new Date(at).toISOString()}
      title={exact ? relativeTime(at, now) : exactTime(at)}
    >
      {exact ? exactTime(at) : relativeTime(at, now)}
    </time>
  )
}
