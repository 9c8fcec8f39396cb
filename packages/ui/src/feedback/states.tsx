import type { ReactNode } from 'react'
import { Button } from '../controls/Button.tsx'
import type { Tone } from '../display/Badge.tsx'
import { Icon, type IconName } from '../display/Icon.tsx'

interface EmptyProps {
  title: string
  children?: ReactNode
  /** The sensible next thing to do. */
  action?: ReactNode
  icon?: IconName
}

/** Nothing is here, why that may be, and what to do next. */
export function EmptyState({ title, children, action, icon = 'circle' }: EmptyProps) {
  return (
    <div className="mr-state">
      <Icon name={icon} size={28} />
      <h2>{title}</h2>
      {children !== undefined && <p>{children}</p>}
      {action !== undefined && <div className="mr-row">{action}</div>}
    </div>
  )
}

/** Something failed: what, in the server's own words, and a way to try again. */
export function ErrorState({ title, detail, onRetry }: { title: string; detail: string; onRetry?: () => void }) {
  return (
    <div className="mr-state" data-tone="bad" role="alert">
      <Icon name="stop" size={28} />
      <h2>{title}</h2>
      <p>{detail}</p>
      {onRetry !== undefined && (
        <div className="mr-row">
          <Button onClick={onRetry} icon={<Icon name="refresh" />}>
            Try again
          </Button>
        </div>
      )}
    </div>
  )
}

const shapes: Record<Tone, IconName> = { ok: 'check', warn: 'alert', bad: 'stop', info: 'info', neutral: 'info' }

/** One line across a page or a dialog: what the reader should know before going on. */
export function Notice({ tone, children, action }: { tone: Tone; children: ReactNode; action?: ReactNode }) {
  return (
    <div className="mr-notice" data-tone={tone} role={tone === 'bad' ? 'alert' : undefined}>
      <Icon name={shapes[tone]} />
      <div>{children}</div>
      {action}
    </div>
  )
}
