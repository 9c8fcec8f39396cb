import { Button } from '../controls/Button.tsx'
import type { Live } from '../remote/use-live-stream.ts'
import { NowOffset } from '../time/now.ts'
import { RelativeTime } from '../time/RelativeTime.tsx'
import { Notice } from './states.tsx'

/** Says that what is on the page may be old, since when, and what can be done; nothing while it is live. */
export function StaleNotice({ live, service }: { live: Live; service: string }) {
  if (live.status !== 'stale') return null
  return (
    <Notice
      tone="warn"
      action={
        <Button size="small" onClick={live.retry}>
          Try now
        </Button>
      }
    >
      <strong>What you see may be old.</strong> The connection to {service} is lost.{' '}
      {live.upToDateAt !== undefined && (
        <>
          Last up to date {/* The connection is timed by the browser's clock, whatever the platform's says. */}
          <NowOffset value={0}>
            <RelativeTime at={live.upToDateAt} />
          </NowOffset>
          ;{' '}
        </>
      )}
      it is tried again by itself.
    </Notice>
  )
}
