import {
  type Column,
  Dialog,
  ErrorState,
  Notice,
  Skeleton,
  Status,
  Table,
  formatBytes,
  formatCount,
} from '@millrace/ui'
import { useState } from 'react'
import type { SqlJobDetail } from '../../../contract/sql.ts'
import { errorText } from '../../api/request.ts'
import { useJob } from '../../api/sql.ts'
import { JobActions } from './JobActions.tsx'
import { jobTone } from './job-tone.ts'

interface Operator {
  id: number
  name: string
  changes: number
  perSecond: number
}

const columns: Column<Operator>[] = [
  { id: 'name', header: 'Operator', isRowHeader: true, wrap: true, cell: ({ name }) => name },
  { id: 'changes', header: 'Changes', align: 'end', cell: ({ changes }) => formatCount(changes) },
  { id: 'rate', header: 'Per second', align: 'end', cell: ({ perSecond }) => formatCount(Math.round(perSecond)) },
]

/** A job from its sources to its sinks, with what each operator puts out. */
export function JobDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { data: job, dataUpdatedAt, error, refetch } = useJob(id)
  const operators = useRates(job, dataUpdatedAt)
  return (
    <Dialog title={job === undefined ? 'Job' : `Job ${job.name}`} onClose={onClose}>
      {error !== null && job === undefined && (
        <ErrorState title="No such job" detail={errorText(error)} onRetry={() => void refetch()} />
      )}
      {job === undefined && error === null && <Skeleton what="job" />}
      {job !== undefined && (
        <div className="sql-job">
          <div className="mr-row">
            <Status tone={jobTone(job.status)}>{job.status.toLowerCase()}</Status>
            <JobActions job={job} onDropped={onClose} />
          </div>
          {job.error !== null && <Notice tone="bad">{job.error}</Notice>}
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so keys must reach it */}
          <pre className="sql-statement" tabIndex={0} aria-label="Statement">
            {job.sql}
          </pre>
          <dl className="sql-facts">
            <Fact name="Reads" value={job.sources.join(', ')} />
            <Fact name="Writes" value={job.sinks.join(', ')} />
            <Fact name="State" value={formatBytes(job.stateBytes)} />
            <Fact name="Checkpoints" value={formatCount(job.epochs)} />
            <Fact name="Skipped records" value={formatCount(job.skippedRecords)} />
            <Fact name="Watermark" value={job.watermark === null ? 'none' : new Date(job.watermark).toISOString()} />
          </dl>
          <Table caption="Operators" columns={columns} rows={operators} rowKey={(one) => String(one.id)} />
        </div>
      )}
    </Dialog>
  )
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value === '' ? '–' : value}</dd>
    </div>
  )
}

interface Seen {
  job: SqlJobDetail | undefined
  at: number
  operators: readonly Operator[]
}

/** Rates are what came between two answers. */
function useRates(job: SqlJobDetail | undefined, at: number): readonly Operator[] {
  const [seen, setSeen] = useState<Seen>({ job: undefined, at: 0, operators: [] })
  if (job !== undefined && job !== seen.job) setSeen({ job, at, operators: rates(job, at, seen) })
  return seen.operators
}

function rates({ operators }: SqlJobDetail, at: number, before: Seen): readonly Operator[] {
  return operators.map(({ name, changes }, index) => {
    const earlier = before.operators[index]?.changes ?? changes
    const perSecond = at > before.at ? Math.max(0, ((changes - earlier) * 1000) / (at - before.at)) : 0
    return { id: index, name, changes, perSecond }
  })
}
