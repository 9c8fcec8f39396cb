import { Button, type Column, EmptyState, ErrorState, Skeleton, Table, formatCount } from '@millrace/ui'
import { Link } from '@tanstack/react-router'
import type { ProcessInstance } from '../../../contract/processes.ts'
import { type InstancesWanted, useInstances } from '../../api/processes.ts'
import { errorText } from '../../api/request.ts'
import { InstanceStatus } from './InstanceStatus.tsx'
import { Absent, Behind, absenceOf } from './ProcessShown.tsx'
import { when } from './when.tsx'

export const instanceColumns: Column<ProcessInstance>[] = [
  {
    id: 'key',
    header: 'Instance',
    isRowHeader: true,
    cell: ({ processInstanceKey: key }) => (
      <Link to="/processes/instances/$key" params={{ key }} className="mr-mono">
        {key}
      </Link>
    ),
  },
  {
    id: 'state',
    header: 'State',
    cell: ({ state, hasIncident }) => <InstanceStatus state={state} hasIncident={hasIncident} />,
  },
  {
    id: 'process',
    header: 'Process',
    cell: ({ processDefinitionId: processId }) => (
      <Link to="/processes/definitions/$processId" params={{ processId }}>
        {processId}
      </Link>
    ),
  },
  { id: 'version', header: 'Version', align: 'end', cell: (row) => `v${row.processDefinitionVersion}` },
  { id: 'started', header: 'Started', cell: ({ startDate }) => when(startDate) },
  { id: 'ended', header: 'Ended', cell: ({ endDate }) => when(endDate) },
]

/** Instances that a filter chooses, the latest first, page after page. */
export function InstanceTable({ wanted, onClear }: { wanted: InstancesWanted; onClear?: (() => void) | undefined }) {
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage, refetch } = useInstances(wanted)
  const absent = absenceOf(error)
  if (absent !== undefined) return <Absent {...absent} />
  if (data === undefined)
    return error === null ? (
      <Skeleton what="instances" />
    ) : (
      <ErrorState title="No instances" detail={errorText(error)} onRetry={() => void refetch()} />
    )
  const rows = data.pages.flatMap(({ items }) => items)
  const [first] = data.pages
  if (rows.length === 0)
    return (
      <EmptyState
        title={onClear === undefined ? 'No instances yet' : 'No such instance'}
        icon="search"
        action={onClear !== undefined && <Button onClick={onClear}>Show all</Button>}
      >
        What ended is kept as long as the history keeps it (--history-days).
      </EmptyState>
    )
  return (
    <>
      <Behind events={first?.behind ?? 0} />
      <output className="mr-muted">
        {formatCount(rows.length)} of {formatCount(first?.total ?? 0)}
        {first?.hasMore === true && ' and more'}, the latest first
      </output>
      <Table
        caption="Instances"
        columns={instanceColumns}
        rows={rows}
        rowKey={({ processInstanceKey }) => processInstanceKey}
      />
      {hasNextPage && (
        <div className="centred">
          <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </>
  )
}
