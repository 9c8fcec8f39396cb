import { Button, useToasts } from '@millrace/ui'
import type { SqlJob } from '../../../contract/sql.ts'
import { errorText } from '../../api/request.ts'
import { useJobChange } from '../../api/sql.ts'

const done = { stop: 'is stopped', resume: 'goes on', drop: 'is dropped' } as const

/** What can be done to a job in its state. */
export function JobActions({ job, onDropped }: { job: SqlJob; onDropped?: () => void }) {
  const change = useJobChange()
  const toasts = useToasts()
  const act = (verb: keyof typeof done) => () =>
    change.mutate(
      { id: job.id, verb },
      {
        onSuccess: () => {
          toasts.done(`Job ${job.name} ${done[verb]}`)
          if (verb === 'drop') onDropped?.()
        },
        onError: (error) => toasts.failed(errorText(error)),
      },
    )
  const runs = job.status === 'RUNNING'
  return (
    <span className="mr-row">
      {runs ? <Button onClick={act('stop')}>Stop</Button> : <Button onClick={act('resume')}>Resume</Button>}
      {!runs && (
        <Button kind="danger" onClick={act('drop')}>
          Drop
        </Button>
      )}
    </span>
  )
}
