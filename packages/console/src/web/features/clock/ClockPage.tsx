import {
  Button,
  EmptyState,
  ErrorState,
  Icon,
  Notice,
  Skeleton,
  Status,
  TextField,
  exactTime,
  formatDuration,
  useToasts,
} from '@millrace/ui'
import { type FormEvent, useState } from 'react'
import { useAdvance, useClock } from '../../api/clock.ts'
import { ApiError, errorText } from '../../api/request.ts'
import { Page } from '../../shell/Page.tsx'
import { parseDuration } from './duration.ts'

const steps = [1000, 10_000, 60_000, 3_600_000, 86_400_000]

/** The one clock of record timestamps, timers and windows; a virtual one is moved from here. */
export function ClockPage() {
  const clock = useClock()
  return (
    <Page title="Clock">
      {clock.data === undefined ? (
        <Waiting error={clock.error} onRetry={() => void clock.refetch()} />
      ) : (
        <div className="mr-stack">
          <section className="mr-panel clock-face">
            <Status tone={clock.data.mode === 'virtual' ? 'info' : 'neutral'}>
              {clock.data.mode === 'virtual' ? 'Virtual' : "The system's"}
            </Status>
            <time dateTime={new Date(clock.data.now).toISOString()}>{exactTime(clock.data.now)}</time>
          </section>
          {clock.data.mode === 'virtual' ? <Advance /> : <SystemNote />}
        </div>
      )}
    </Page>
  )
}

function Waiting({ error, onRetry }: { error: Error | null; onRetry: () => void }) {
  if (error === null) return <Skeleton what="the clock" lines={3} />
  if (error instanceof ApiError && error.problem.status !== 0)
    return (
      <EmptyState title="No clock here" icon="clock" action={<Button onClick={onRetry}>Ask again</Button>}>
        This console stands in front of a Kafka that is not Millrace&apos;s own: its records carry the time of its
        brokers and producers.
      </EmptyState>
    )
  return <ErrorState title="No answer" detail={errorText(error)} onRetry={onRetry} />
}

function SystemNote() {
  return (
    <Notice tone="neutral">
      Time passes by itself. Started with <code>--clock virtual</code>, Millrace stands still until it is told to move
      on: then timers, windows and retention of hours can be tried in a moment.
    </Notice>
  )
}

function Advance() {
  const [text, setText] = useState('')
  const advance = useAdvance()
  const toasts = useToasts()
  const ms = parseDuration(text)
  const by = (step: number) =>
    advance.mutate(step, {
      onSuccess: () => toasts.done(`The clock went on by ${formatDuration(step)}; what fell due has happened`),
    })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (ms !== undefined) by(ms)
  }
  return (
    <section className="mr-panel mr-panel-body mr-stack">
      <h2>Advance</h2>
      {advance.isError && <Notice tone="bad">{errorText(advance.error)}</Notice>}
      <div className="mr-row">
        {steps.map((step) => (
          <Button key={step} busy={advance.isPending} onClick={() => by(step)}>
            + {formatDuration(step)}
          </Button>
        ))}
      </div>
      <form className="advance-form" onSubmit={submit}>
        <TextField
          label="By"
          placeholder="2 min 30 s"
          hint="d, h, min, s, ms"
          value={text}
          error={text !== '' && ms === undefined ? 'Write it like 2 min 30 s' : undefined}
          onChange={(event) => setText(event.target.value)}
        />
        <Button
          type="submit"
          kind="primary"
          disabled={ms === undefined}
          busy={advance.isPending}
          icon={<Icon name="clock" />}
        >
          Advance
        </Button>
      </form>
    </section>
  )
}
