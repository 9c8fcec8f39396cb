import { useNow } from '@millrace/ui'
import { clockText } from './span.ts'

interface CountdownProps {
  /** RFC 3339 */
  readonly until: string
  readonly className?: string
}

/** The time that is left, by the platform's clock. It is read out on demand; reminders are told by an `Announcer`. */
export function Countdown({ until, className }: CountdownProps) {
  const left = Math.max(0, Date.parse(until) - useNow())
  return (
    <time className={className} dateTime={`PT${Math.floor(left / 1000)}S`} title={new Date(until).toLocaleString()}>
      {clockText(left)}
    </time>
  )
}
