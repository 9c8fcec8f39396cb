import { formatDuration } from '../format/numbers.ts'
import { useContext } from 'react'
import { NowOffset, useNow } from '../time/now.ts'
import type { Tone } from './Badge.tsx'
import { Icon, type IconName } from './Icon.tsx'

export type Liveness = 'live' | 'paused' | 'stale' | 'connecting'

const looks: Record<Liveness, { tone: Tone; icon: IconName; word: string; meaning: string }> = {
  live: { tone: 'ok', icon: 'play', word: 'Live', meaning: 'Updates arrive as they happen' },
  paused: { tone: 'info', icon: 'pause', word: 'Paused', meaning: 'Updates are held back until you resume' },
  stale: { tone: 'warn', icon: 'alert', word: 'Stale', meaning: 'The connection is lost; what you see may be old' },
  connecting: { tone: 'neutral', icon: 'circle', word: 'Connecting', meaning: 'Waiting for the first update' },
}

/** Says whether what is on the screen still follows the truth, and since when it does not. `since` is ms since epoch. */
export function LiveBadge({ state, since }: { state: Liveness; since?: number | undefined }) {
  const look = looks[state]
  // `since` is by the browser's clock, whatever the platform's says.
  const now = useNow() - useContext(NowOffset)
  const age = state === 'stale' && since !== undefined ? ` ${formatDuration(Math.max(0, now - since))}` : ''
  return (
    <span className="mr-badge mr-live" data-tone={look.tone} data-state={state} title={look.meaning}>
      <Icon name={look.icon} size={12} />
      <output>{look.word}</output>
      {age}
    </span>
  )
}
