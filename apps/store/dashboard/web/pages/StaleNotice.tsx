import { Button, Notice, RelativeTime } from '@millrace/ui'
import { useLive, useLiveConnection } from '../live/use-live.ts'

/** Says that what is on the page may be old, since when, why, and what can be done. */
export function StaleNotice() {
  const live = useLiveConnection()
  const { status, upToDateAt, reason } = useLive()
  if (status !== 'stale') return null
  return (
    <Notice
      tone="warn"
      action={
        <Button size="small" onClick={() => live.open()}>
          Try now
        </Button>
      }
    >
      <strong>What you see may be old.</strong> {reason}
      {upToDateAt !== undefined && (
        <>
          {' '}
          Last up to date: <RelativeTime at={upToDateAt} />. It reconnects by itself.
        </>
      )}
    </Notice>
  )
}
