import { useId } from 'react'
import { Icon, type IconName } from '../display/Icon.tsx'
import { exactTime } from '../time/relative.ts'
import { RelativeTime } from '../time/RelativeTime.tsx'

/** `next`: waited for; `ahead`: after that; `failed`: done, and the wrong way; `never`: it ended before. */
type StepState = 'done' | 'next' | 'ahead' | 'failed' | 'never'

/** A step of something that goes on for a while. */
export interface Step {
  /** Tells it from the others. */
  readonly id: string
  readonly title: string
  /** Shown until it is done. */
  readonly icon: IconName
  readonly state: StepState
  /** ms since epoch, of one that is done. */
  readonly at: number | undefined
}

/** How far something has come: its steps, with the time of each that is done. */
export function Steps({ title, steps }: { title: string; steps: readonly Step[] }) {
  const headingId = useId()
  return (
    <section className="mr-card" aria-labelledby={headingId}>
      <h2 id={headingId} className="mr-visually-hidden">
        {title}
      </h2>
      <ol className="mr-steps">
        {steps.map((step) => (
          <StepLine key={step.id} {...step} />
        ))}
      </ol>
    </section>
  )
}

function StepLine({ title, icon, state, at }: Step) {
  return (
    <li data-state={state} aria-current={state === 'next' ? 'step' : undefined}>
      <span className="mr-step-mark">
        <Icon name={marks[state] ?? icon} />
      </span>
      <span className="mr-step-title">{title}</span>
      <span className="mr-step-when">
        {at === undefined ? (
          words[state]
        ) : (
          <>
            <RelativeTime at={at} /> <small>{exactTime(at).slice(11, 19)}</small>
          </>
        )}
      </span>
    </li>
  )
}

const marks: Readonly<Partial<Record<StepState, IconName>>> = { done: 'check', failed: 'close', never: 'minus' }

const words: Readonly<Record<StepState, string>> = {
  done: '',
  failed: '',
  next: 'next',
  ahead: 'to come',
  never: 'not reached',
}
