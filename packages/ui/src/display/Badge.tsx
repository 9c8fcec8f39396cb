import type { ReactNode } from 'react'
import { Icon, type IconName } from './Icon.tsx'

export type Tone = 'ok' | 'warn' | 'bad' | 'info' | 'neutral'

/** A short word in a box: a property, not a state (`compacted`, `internal`). */
export function Badge({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className="mr-badge" data-tone={tone}>
      {children}
    </span>
  )
}

const shapes: Record<Tone, IconName> = { ok: 'check', warn: 'alert', bad: 'stop', info: 'info', neutral: 'circle' }

/** A state: told by its word and its shape; the colour only repeats them. */
export function Status({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className="mr-badge" data-tone={tone}>
      <Icon name={shapes[tone]} size={12} />
      {children}
    </span>
  )
}
