import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

/** One number of the overview, with a way to what it counts. */
export function Figure(props: {
  label: string
  value: ReactNode
  note?: ReactNode
  to?: '/topics' | '/groups' | '/clock'
}) {
  const { label, value, note, to } = props
  return (
    <div className="figure">
      <dt>{to === undefined ? label : <Link to={to}>{label}</Link>}</dt>
      <dd>
        <span className="figure-value">{value}</span>
        {note !== undefined && <span className="figure-note">{note}</span>}
      </dd>
    </div>
  )
}
