import { type ReactNode, createContext, useCallback, useContext, useEffect, useMemo, useState } from 'react'
import { Button } from '../controls/Button.tsx'
import { Icon } from '../display/Icon.tsx'

interface Message {
  id: number
  tone: 'ok' | 'bad'
  text: string
}

export interface Toasts {
  /** Says that something was done; goes away by itself. */
  done: (text: string) => void
  /** Says that something failed; stays until it is closed. */
  failed: (text: string) => void
}

const doneForMs = 6000
const shownAtMost = 4
const silent: Toasts = { done: () => undefined, failed: () => undefined }
const Context = createContext<Toasts>(silent)

export function useToasts(): Toasts {
  return useContext(Context)
}

/** Holds the messages of the page it surrounds; the newest last, four at most. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [messages, setMessages] = useState<readonly Message[]>([])
  const add = useCallback((tone: Message['tone'], text: string) => {
    setMessages((old) => [...old, { id: (old.at(-1)?.id ?? 0) + 1, tone, text }].slice(-shownAtMost))
  }, [])
  const remove = useCallback((id: number) => setMessages((old) => old.filter((message) => message.id !== id)), [])
  const toasts = useMemo(
    () => ({ done: (text: string) => add('ok', text), failed: (text: string) => add('bad', text) }),
    [add],
  )
  return (
    <Context value={toasts}>
      {children}
      <section className="mr-toasts" aria-label="Messages" aria-live="polite">
        {messages.map((message) => (
          <Toast key={message.id} message={message} onClose={remove} />
        ))}
      </section>
    </Context>
  )
}

function Toast({ message, onClose }: { message: Message; onClose: (id: number) => void }) {
  const { id, tone } = message
  useEffect(() => {
    if (tone === 'bad') return
    const timer = setTimeout(() => onClose(id), doneForMs)
    return () => clearTimeout(timer)
  }, [id, tone, onClose])
  return (
    <div className="mr-toast" data-tone={tone}>
      <Icon name={tone === 'ok' ? 'check' : 'stop'} />
      <p>{message.text}</p>
      <Button
        kind="quiet"
        size="small"
        aria-label="Close message"
        onClick={() => onClose(id)}
        icon={<Icon name="close" />}
      />
    </div>
  )
}
