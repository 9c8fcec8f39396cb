import { Icon, useNow } from '@millrace/ui'

const HURRY_MS = 120_000

/** How long it can still be paid; read out by screen readers on demand, not every second. */
export function Countdown({ expiresAt }: { expiresAt: string }) {
  const left = Math.max(0, Date.parse(expiresAt) - useNow())
  const minutes = Math.floor(left / 60_000)
  const seconds = Math.floor((left % 60_000) / 1000)
  return (
    <p className="pay-countdown" data-hurry={left < HURRY_MS}>
      <Icon name="clock" />
      {left === 0 ? (
        'The time is up'
      ) : (
        <>
          Pay within{' '}
          <time dateTime={`PT${Math.ceil(left / 1000)}S`} title={new Date(expiresAt).toLocaleString()}>
            {minutes}:{String(seconds).padStart(2, '0')}
          </time>
        </>
      )}
    </p>
  )
}
