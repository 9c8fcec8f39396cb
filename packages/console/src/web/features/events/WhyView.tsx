import { Status } from '@millrace/ui'
import type { Explanation } from '../../../contract/events.ts'

const VERBS: Readonly<Record<string, string>> = { prefix: 'begin with', suffix: 'end with' }

/** Why a trigger's filters took an event, or did not: what each wanted, and what it found. */
export function WhyView({ why }: { why: readonly Explanation[] }) {
  if (why.length === 0) return <p className="mr-muted">It has no filter, and takes every event.</p>
  return (
    <ul className="events-why">
      {why.map((one) => (
        <li key={JSON.stringify(one)}>
          <One explanation={one} />
        </li>
      ))}
    </ul>
  )
}

function One({ explanation }: { explanation: Explanation }) {
  const { dialect, matches, compared = {}, expression, value, errors = [], parts } = explanation
  return (
    <>
      <span className="mr-row">
        <Status tone={matches ? 'ok' : 'neutral'}>{matches ? 'yes' : 'no'}</Status>
        <code>{dialect}</code>
      </span>
      {Object.entries(compared).map(([name, { wanted, found }]) => (
        <div key={name}>
          <code>{name}</code> should {wanted === '' ? 'be there' : `${VERBS[dialect] ?? 'be'} “${wanted}”`}, and{' '}
          {found === null ? 'is not there' : `is “${found}”`}
        </div>
      ))}
      {expression !== undefined && (
        <div>
          <code>{expression}</code> gave <code>{JSON.stringify(value)}</code>
        </div>
      )}
      {errors.map((error) => (
        <div key={error} className="events-fault">
          {error}
        </div>
      ))}
      {parts !== undefined && <WhyView why={parts} />}
    </>
  )
}
