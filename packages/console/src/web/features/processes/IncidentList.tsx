import { Button, type Column, EmptyState, Fold, Icon, Status, Table } from '@millrace/ui'
import type { Incident, InstanceView } from '../../../contract/processes.ts'
import { useSearchChange } from '../../lib/use-search-change.ts'
import { when } from './when.tsx'

/** What keeps it, or kept it, from going on. */
export function IncidentList({ view: { incidents } }: { view: InstanceView }) {
  const change = useSearchChange()
  if (incidents.total === 0)
    return (
      <EmptyState title="No incidents" icon="check">
        Nothing has kept this instance from going on.
      </EmptyState>
    )
  return (
    <Table
      caption="Incidents"
      columns={[...columns, resolveColumn((of) => change({ dialog: 'resolve', of }, 'push'))]}
      rows={incidents.items.toReversed()}
      rowKey={({ incidentKey }) => incidentKey}
    />
  )
}

const columns: Column<Incident>[] = [
  { id: 'element', header: 'At', isRowHeader: true, cell: ({ elementId }) => <code>{elementId}</code> },
  {
    id: 'state',
    header: 'State',
    cell: ({ state }) => (state === 'ACTIVE' ? <Status tone="bad">Open</Status> : <Status tone="ok">Resolved</Status>),
  },
  { id: 'type', header: 'Kind', cell: ({ errorType }) => errorType.replaceAll('_', ' ').toLowerCase() },
  { id: 'text', header: 'What is wrong', wrap: true, cell: ({ errorMessage }) => <Fold text={errorMessage} /> },
  { id: 'since', header: 'Since', cell: ({ creationTime }) => when(creationTime) },
  { id: 'until', header: 'Resolved', cell: ({ resolutionTime }) => when(resolutionTime) },
]

const resolveColumn = (open: (key: string) => void): Column<Incident> => ({
  id: 'resolve',
  header: 'Resolve',
  hideHeader: true,
  cell: ({ state, incidentKey }) =>
    state === 'ACTIVE' && (
      <Button
        size="small"
        icon={<Icon name="refresh" size={14} />}
        aria-label={`Retry incident ${incidentKey}`}
        onClick={() => open(incidentKey)}
      >
        Retry
      </Button>
    ),
})
