import { ErrorState, NowOffset, Skeleton, StaleNotice, listed, request, useLiveValue, useNow } from '@millrace/ui'
import { useEffect, useRef, useState } from 'react'
import type { PhoneMessage } from '../../contract/notice.ts'
import type { Page } from '../../contract/order.ts'
import { Frame } from '../frame/Frame.tsx'
import { Messages } from './Messages.tsx'
import { Permission } from './Permission.tsx'
import { keepPhone } from './kept-phones.ts'
import { type PushState, pushState, showMessage } from './push.ts'

const all = listed<PhoneMessage>('messages', 'message', ({ id }) => id)

/** The phone itself: its clock, its messages as they come in, and whether they may be pushed. */
export function Handset({ phone }: { phone: string }) {
  const path = `/phones/${encodeURIComponent(phone)}`
  const value = useLiveValue(path, all, (signal) => readMessages(path, signal))
  const [push, setPush] = useState<PushState | undefined>()
  useEffect(() => keepPhone(phone), [phone])
  useEffect(() => void pushState().then(setPush), [])
  const messages = value.data?.filter(({ status }) => status !== 'unwanted')
  useSystemMessages(messages, push === 'shown')
  return (
    <Frame place="phone" title={`Phone ${phone}`} live={value.live} offset={value.offset}>
      {messages !== undefined && <StaleNotice live={value.live} service="the phone" />}
      <h1 className="mr-visually-hidden">Phone {phone}</h1>
      <div className="phone-table">
        <section className="phone-handset" aria-label={`Phone ${phone}`}>
          <div className="phone-screen">
            <StatusBar phone={phone} />
            <NowOffset value={value.offset}>
              <LockClock />
            </NowOffset>
            <Permission phone={phone} push={push} onChange={setPush} />
            {messages !== undefined ? (
              <Messages messages={messages} />
            ) : value.error === undefined ? (
              <Skeleton what="messages" lines={4} />
            ) : (
              <ErrorState title="No network" detail={value.error.message} onRetry={value.again} />
            )}
          </div>
        </section>
      </div>
    </Frame>
  )
}

const readMessages = async (path: string, signal: AbortSignal) =>
  (await request<Page<PhoneMessage>>(`${path}/messages`, { signal })).items

/** Those that come while the page is open; what was there before has been shown before. */
function useSystemMessages(messages: readonly PhoneMessage[] | undefined, isWanted: boolean): void {
  const seen = useRef<Set<string>>(undefined)
  useEffect(() => {
    if (messages === undefined) return
    const { current: before } = seen
    seen.current = new Set(messages.map(({ id }) => id))
    if (before === undefined || !isWanted) return
    for (const message of messages) if (!before.has(message.id)) void showMessage(message)
  }, [messages, isWanted])
}

function StatusBar({ phone }: { phone: string }) {
  return (
    <div className="phone-bar">
      <span>{phone}</span>
      <svg aria-hidden="true" width="44" height="12" viewBox="0 0 44 12" fill="currentColor">
        <path d="M0 8h3v4H0zM5 5.5h3V12H5zM10 3h3v9h-3zM15 0h3v12h-3z" />
        <rect x="23.5" y="1.5" width="17" height="9" rx="2.5" fill="none" stroke="currentColor" />
        <rect x="25" y="3" width="12" height="6" rx="1" />
        <path d="M42 4.5h1.5v3H42z" />
      </svg>
    </div>
  )
}

function LockClock() {
  const now = new Date(useNow())
  return (
    <p className="phone-clock">
      <span>{now.toLocaleDateString('en', { weekday: 'long', month: 'long', day: 'numeric' })}</span>
      <time dateTime={now.toISOString()}>
        {now.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })}
      </time>
    </p>
  )
}
