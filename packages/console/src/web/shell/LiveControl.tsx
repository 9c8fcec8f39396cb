import { Button, Icon, LiveBadge } from '@millrace/ui'
import { useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useLive, useLiveStore } from '../lib/live-context.ts'
import { useSearchChange } from '../lib/use-search-change.ts'

/** Whether the page follows the truth, and the button that holds it still. A paused page says so in its URL. */
export function LiveControl() {
  const store = useLiveStore()
  const change = useSearchChange()
  const paused = useSearch({ strict: false }).paused === '1'
  const state = useLive((live) => live.state)
  const lostAt = useLive((live) => (live.lostAt === undefined ? undefined : live.lostAt + live.clockOffset))
  useEffect(() => store.pause(paused), [store, paused])
  useEffect(() => store.hold(), [store])
  return (
    <div className="mr-row live-control">
      <LiveBadge state={state} since={lostAt} />
      <Button
        size="small"
        onClick={() => change({ paused: paused ? undefined : '1' })}
        icon={<Icon name={paused ? 'play' : 'pause'} size={14} />}
      >
        {paused ? 'Resume' : 'Pause'}
      </Button>
    </div>
  )
}
