import { useState } from 'react'

/** A long text cut after `limit` characters, with a button that shows the rest and says how much that is. */
export function Fold({ text, limit = 240 }: { text: string; limit?: number }) {
  const [open, setOpen] = useState(false)
  if (text.length <= limit) return <span className="mr-fold">{text}</span>
  return (
    <span className="mr-fold">
      {open ? text : `${text.slice(0, limit)}…`}{' '}
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? 'Show less' : `Show ${(text.length - limit).toLocaleString('en')} more characters`}
      </button>
    </span>
  )
}
