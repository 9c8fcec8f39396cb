import { type ApiError, Button, Icon, Notice, RelativeTime, TextField, asApiError, request } from '@millrace/ui'
import { type FormEvent, useState } from 'react'
import type { Incident } from '../../contract/desk.ts'

const KEY_MISSING = 'INCIDENT_KEY_MISSING'

/** A job without retries: what it said, and the button that lets it be tried again. `place` names its element. */
export function IncidentNotice({ incident, place }: { incident: Incident; place: string }) {
  const { retry, isBusy, failure } = useRetry(incident.job)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const key = String(new FormData(event.currentTarget).get('incidentKey') ?? '').trim()
    void retry(key === '' ? {} : { incidentKey: key })
  }
  return (
    <form className="desk-incident" aria-label={`Incident at ${place}`} onSubmit={submit} noValidate>
      <Icon name="alert" size={20} />
      <div>
        <h2>Incident at “{place}”</h2>
        <p>{incident.message}</p>
        <p className="mr-muted">
          <RelativeTime at={incident.at} />
        </p>
      </div>
      {failure?.code === KEY_MISSING && (
        <TextField
          label="Key of the incident"
          name="incidentKey"
          mono
          hint="This engine has no search for it; Operate or its log shows it"
          error={failure.fields['incidentKey']}
        />
      )}
      <Button type="submit" kind="primary" busy={isBusy} icon={<Icon name="refresh" />}>
        Retry
      </Button>
      {failure !== undefined && failure.code !== KEY_MISSING && <Notice tone="bad">{failure.message}</Notice>}
    </form>
  )
}

function useRetry(job: string) {
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<ApiError | undefined>()
  const retry = async (body: { incidentKey?: string }) => {
    setBusy(true)
    setFailure(undefined)
    try {
      await request(`/incidents/${encodeURIComponent(job)}/retry`, { method: 'POST', body })
    } catch (error) {
      setFailure(asApiError(error))
    } finally {
      setBusy(false)
    }
  }
  return { retry, isBusy, failure }
}
