import { Icon, useNow } from '@millrace/ui'
import type { PurchaseView } from '../../view.ts'
import { Announcer } from '../live/Announcer.tsx'
import { clockText, spokenSpan } from '../live/span.ts'

const HURRY_MS = 30_000

/** How long the tickets are still held: a number, a bar that empties, and reminders for those who listen. */
export function HoldClock({ purchase: { heldAt, expiresAt } }: { purchase: PurchaseView }) {
  const now = useNow()
  const left = Math.max(0, Date.parse(expiresAt) - now)
  const whole = Math.max(left, Date.parse(expiresAt) - Date.parse(heldAt), 1)
  return (
    <div className="ts-hold" data-hurry={left <= HURRY_MS}>
      <p>
        <Icon name="clock" /> {left === 0 ? 'The time is up' : 'Your tickets are held for'}
        {left > 0 && (
          <time dateTime={`PT${Math.floor(left / 1000)}S`} title={new Date(expiresAt).toLocaleString()}>
            {clockText(left)}
          </time>
        )}
      </p>
      <svg className="ts-hold-bar" aria-hidden="true" viewBox="0 0 100 4" preserveAspectRatio="none">
        <rect className="ts-hold-way" width="100" height="4" />
        <rect className="ts-hold-left" width={(100 * left) / whole} height="4" />
      </svg>
      <Announcer
        urgent={moment(left)}
        text={left === 0 ? 'The time to pay is over.' : `${spokenSpan(left)} left to pay.`}
      />
    </div>
  )
}

/** The moments that are worth being told. */
function moment(left: number): string {
  if (left === 0) return 'over'
  return String([20_000, 60_000].find((most) => left <= most) ?? 'begun')
}
