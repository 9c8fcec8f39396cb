import { Button, type Column, Table, formatCount } from '@millrace/ui'
import type { ElementCount } from '../../../contract/processes.ts'
import { IncidentCount } from './IncidentCount.tsx'

interface PlacesProps {
  elements: readonly ElementCount[]
  names: ReadonlyMap<string, string>
  chosen: string | undefined
  onChoose: (elementId: string) => void
}

/** Where the instances of a version stand: the numbers of the diagram as a table. */
export function Places(props: PlacesProps) {
  const { elements } = props
  if (elements.length === 0) return <p className="mr-muted">No instance of this version runs.</p>
  return (
    <div className="process-places">
      <Table
        caption="Where instances stand"
        columns={columnsOf(props)}
        rows={elements}
        rowKey={({ elementId }) => elementId}
      />
    </div>
  )
}

function columnsOf({ names, chosen, onChoose }: PlacesProps): Column<ElementCount>[] {
  return [
    {
      id: 'element',
      header: 'Element',
      isRowHeader: true,
      wrap: true,
      cell: ({ elementId }) => (
        <Button
          kind="quiet"
          size="small"
          aria-pressed={elementId === chosen}
          onClick={() => onChoose(elementId)}
          title={elementId}
        >
          {names.get(elementId) ?? elementId}
        </Button>
      ),
    },
    { id: 'active', header: 'Here', align: 'end', cell: ({ active }) => formatCount(active) },
    {
      id: 'incidents',
      header: 'Incidents',
      align: 'end',
      cell: ({ incidents }) => <IncidentCount count={incidents} />,
    },
  ]
}
