import { Button, Icon, asApiError, useToasts } from '@millrace/ui'
import { useState } from 'react'
import { type PushState, allowPush, stopPush } from './push.ts'

interface PermissionProps {
  readonly phone: string
  /** undefined: not known yet */
  readonly push: PushState | undefined
  readonly onChange: (state: PushState) => void
}

const LATER = 'weir-push-later'

/** Asks as a phone does, once; afterwards one line says how messages reach the phone. */
export function Permission({ phone, push, onChange }: PermissionProps) {
  const toasts = useToasts()
  const [isBusy, setBusy] = useState(false)
  const [isLater, setLater] = useState(() => sessionStorage.getItem(LATER) !== null)
  if (push === undefined) return null
  const change = async (how: (phone: string) => Promise<PushState>) => {
    setBusy(true)
    try {
      onChange(await how(phone))
    } catch (error) {
      toasts.failed(asApiError(error).message)
    }
    setBusy(false)
  }
  const later = () => {
    sessionStorage.setItem(LATER, 'yes')
    setLater(true)
  }
  if (push !== 'off' || isLater)
    return (
      <Line push={push} isBusy={isBusy} onAllow={() => void change(allowPush)} onStop={() => void change(stopPush)} />
    )
  return (
    <section className="phone-ask" aria-labelledby="ask-title">
      <h2 id="ask-title">“Weir” would like to send you notifications</h2>
      <p>One for each step of your order, even when this page is closed.</p>
      <div className="phone-ask-buttons">
        <button type="button" onClick={later}>
          Not now
        </button>
        <button type="button" disabled={isBusy} onClick={() => void change(allowPush)}>
          {isBusy ? 'Allowing…' : 'Allow'}
        </button>
      </div>
    </section>
  )
}

const lines: Readonly<Record<PushState, string>> = {
  off: 'Notifications are off; messages show on this page.',
  on: 'Notifications are on, also when this page is closed.',
  shown: 'Notifications are on while this page is open: no push service can be reached from here.',
  denied: 'The browser blocks notifications for this page; messages show here.',
  missing: 'This browser has no notifications; messages show here.',
}

function Line(props: { push: PushState; isBusy: boolean; onAllow: () => void; onStop: () => void }) {
  const { push, isBusy, onAllow, onStop } = props
  return (
    <output className="phone-line">
      <Icon name="bell" size={14} />
      <span>{lines[push]}</span>
      {push === 'off' && (
        <Button kind="quiet" size="small" busy={isBusy} onClick={onAllow}>
          Allow
        </Button>
      )}
      {(push === 'on' || push === 'shown') && (
        <Button kind="quiet" size="small" busy={isBusy} onClick={onStop}>
          Turn off
        </Button>
      )}
    </output>
  )
}
