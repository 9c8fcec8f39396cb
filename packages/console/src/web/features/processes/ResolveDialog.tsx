import { Button, Dialog, Notice, TextField, useToasts } from '@millrace/ui'
import { type FormEvent, type ReactNode, useState } from 'react'
import type { Incident, Job } from '../../../contract/processes.ts'
import { useResolve, useRetries } from '../../api/processes.ts'
import { errorText } from '../../api/request.ts'

/** Goes on where it stands; a job that failed gets retries first. */
export function ResolveDialog({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const { incidentKey, jobKey, elementId, errorMessage } = incident
  const resolve = useResolve(incidentKey)
  const toasts = useToasts()
  const submit = (retries: number) =>
    resolve.mutate(jobKey === null ? { retries } : { jobKey, retries }, {
      onSuccess: () => {
        toasts.done(`It is tried again at ${elementId}`)
        onClose()
      },
    })
  return (
    <RetryForm
      title={`Retry at ${elementId}`}
      error={resolve.error}
      busy={resolve.isPending}
      withRetries={jobKey !== null}
      button="Retry"
      onSubmit={submit}
      onClose={onClose}
    >
      <Notice tone="warn">
        <span className="process-text">{errorMessage}</span>
      </Notice>
      <p>Put right what was wrong first: what is still wrong raises an incident again.</p>
    </RetryForm>
  )
}

export function RetriesDialog({ job, onClose }: { job: Job; onClose: () => void }) {
  const retries = useRetries(job.jobKey)
  const toasts = useToasts()
  const submit = (count: number) =>
    retries.mutate(count, {
      onSuccess: () => {
        toasts.done(`Job ${job.jobKey} has ${count} retries`)
        onClose()
      },
    })
  return (
    <RetryForm
      title={`Retries of a job of ${job.type}`}
      error={retries.error}
      busy={retries.isPending}
      withRetries
      button="Set"
      onSubmit={submit}
      onClose={onClose}
    >
      <p>It has {job.retries} left. A job without retries that has failed goes on when its incident is resolved.</p>
    </RetryForm>
  )
}

interface FormProps {
  title: string
  error: Error | null
  busy: boolean
  withRetries: boolean
  button: string
  onSubmit: (retries: number) => void
  onClose: () => void
  children: ReactNode
}

function RetryForm({ title, error, busy, withRetries, button, onSubmit, onClose, children }: FormProps) {
  const [retries, setRetries] = useState('1')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit(Number(retries))
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <form className="form" onSubmit={submit}>
        {children}
        {error !== null && <Notice tone="bad">{errorText(error)}</Notice>}
        {withRetries && (
          <TextField
            label="Retries"
            type="number"
            min={1}
            max={1000}
            value={retries}
            onChange={(event) => setRetries(event.target.value)}
          />
        )}
        <div className="mr-dialog-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" busy={busy}>
            {button}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
