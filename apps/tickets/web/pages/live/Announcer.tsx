import { useEffect, useRef, useState } from 'react'

const ONCE_IN_MS = 60_000

interface AnnouncerProps {
  /** What is so now. */
  readonly text: string
  /** A change of this is told at once; the text alone at most once a minute. */
  readonly urgent: string
}

/** Tells those who listen how things go, without talking all the time. */
export function Announcer({ text, urgent }: AnnouncerProps) {
  const [spoken, setSpoken] = useState('')
  const last = useRef({ at: Number.NEGATIVE_INFINITY, urgent: '' })
  useEffect(() => {
    const say = () => {
      last.current = { at: performance.now(), urgent }
      setSpoken(text)
    }
    const wait = last.current.urgent === urgent ? last.current.at + ONCE_IN_MS - performance.now() : 0
    const timer = setTimeout(say, Math.max(0, wait))
    return () => clearTimeout(timer)
  }, [text, urgent])
  return (
    <output className="mr-visually-hidden" aria-live="polite">
      {spoken}
    </output>
  )
}
