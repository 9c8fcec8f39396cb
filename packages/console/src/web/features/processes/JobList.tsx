import { Button, type Column, EmptyState, Fold, Status, Table, type Tone } from '@millrace/ui'
import type { InstanceView, Job } from '../../../contract/processes.ts'
import { useSearchChange } from '../../lib/use-search-change.ts'
import { when } from './when.tsx'

const STATES: Readonly<Record<string, { tone: Tone; word: string }>> = {
  CREATED: { tone: 'info', word: 'To do' },
  COMPLETED: { tone: 'ok', word: 'Completed' },
  FAILED: { tone: 'bad', word: 'Failed' },
  TIMED_OUT: { tone: 'warn', word: 'Timed out' },
  CANCELED: { tone: 'neutral', word: 'Cancelled' },
  ERROR_THROWN: { tone: 'warn', word: 'Error thrown' },
  RETRIES_UPDATED: { tone: 'info', word: 'Given retries' },
}

/** Work that workers do, or did, for it. */
export function JobList({ view: { jobs } }: { view: InstanceView }) {
  const change = useSearchChange()
  if (jobs.total === 0)
    return (
      <EmptyState title="No jobs" icon="box">
        A task that a worker does is a job.
      </EmptyState>
    )
  return (
    <Table
      caption="Jobs"
      columns={[...columns, retriesColumn((of) => change({ dialog: 'retries', of }, 'push'))]}
      rows={jobs.items.toReversed()}
      rowKey={({ jobKey }) => jobKey}
    />
  )
}

const columns: Column<Job>[] = [
  { id: 'type', header: 'Type', isRowHeader: true, cell: ({ type }) => <code>{type}</code> },
  { id: 'element', header: 'At', cell: ({ elementId }) => <code>{elementId}</code> },
  {
    id: 'state',
    header: 'State',
    cell: ({ state, deadline }) => {
      if (state === 'CREATED' && deadline !== null) return <Status tone="info">At work</Status>
      const { tone, word } = STATES[state] ?? { tone: 'neutral', word: state }
      return <Status tone={tone}>{word}</Status>
    },
  },
  { id: 'retries', header: 'Retries', align: 'end', cell: ({ retries }) => retries },
  { id: 'worker', header: 'Worker', cell: ({ worker }) => worker ?? '–' },
  { id: 'created', header: 'Created', cell: ({ creationTime }) => when(creationTime) },
  { id: 'ended', header: 'Ended', cell: ({ endTime }) => when(endTime) },
  { id: 'text', header: 'What it said', wrap: true, cell: ({ errorMessage }) => <Fold text={errorMessage ?? ''} /> },
]

const retriesColumn = (open: (key: string) => void): Column<Job> => ({
  id: 'give',
  header: 'Set retries',
  hideHeader: true,
  cell: ({ endTime, jobKey }) =>
    endTime === null && (
      <Button size="small" aria-label={`Set retries of job ${jobKey}`} onClick={() => open(jobKey)}>
        Set retries
      </Button>
    ),
})
