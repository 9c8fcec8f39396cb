import { Button, type Column, EmptyState, ErrorState, RelativeTime, Skeleton, Status, Table } from '@millrace/ui'
import type { SqlJob } from '../../../contract/sql.ts'
import { errorText } from '../../api/request.ts'
import { useJobs } from '../../api/sql.ts'
import { JobActions } from './JobActions.tsx'
import { jobTone } from './job-tone.ts'

/** The jobs: what INSERT statements became. */
export function JobList({ onOpen }: { onOpen: (id: string) => void }) {
  const jobs = useJobs()
  return (
    <section aria-labelledby="jobs">
      <h2 id="jobs">Jobs</h2>
      {jobs.data === undefined ? (
        jobs.isError ? (
          <ErrorState title="No jobs" detail={errorText(jobs.error)} onRetry={() => void jobs.refetch()} />
        ) : (
          <Skeleton what="jobs" />
        )
      ) : jobs.data.length === 0 ? (
        <EmptyState title="No jobs yet" icon="topics">
          An INSERT INTO … SELECT runs on as a job, through restarts, until it is stopped.
        </EmptyState>
      ) : (
        <Table caption="Statements that run on" columns={columns(onOpen)} rows={jobs.data} rowKey={({ id }) => id} />
      )}
    </section>
  )
}

function columns(onOpen: (id: string) => void): Column<SqlJob>[] {
  return [
    {
      id: 'name',
      header: 'Job',
      isRowHeader: true,
      sortBy: ({ name }) => name,
      cell: ({ id, name }) => (
        <Button kind="quiet" onClick={() => onOpen(id)}>
          {name}
        </Button>
      ),
    },
    {
      id: 'status',
      header: 'State',
      sortBy: ({ status }) => status,
      cell: ({ status, error }) => (
        <span title={error ?? undefined}>
          <Status tone={jobTone(status)}>{status.toLowerCase()}</Status>
        </span>
      ),
    },
    {
      id: 'started',
      header: 'Started',
      sortBy: ({ startedAt }) => startedAt,
      cell: ({ startedAt }) => <RelativeTime at={Date.parse(startedAt)} />,
    },
    { id: 'actions', header: 'Actions', hideHeader: true, cell: (job) => <JobActions job={job} /> },
  ]
}
