import { Badge, type Column, Table, formatCount } from '@millrace/ui'
import type { ResetRow } from '../../../contract/groups.ts'

const columns: Column<ResetRow>[] = [
  { id: 'partition', header: 'Partition', align: 'end', isRowHeader: true, cell: ({ partition }) => partition },
  {
    id: 'current',
    header: 'Now at',
    align: 'end',
    cell: ({ current }) => (current === undefined ? '–' : formatCount(current)),
  },
  { id: 'next', header: 'Then at', align: 'end', cell: ({ next }) => <strong>{formatCount(next)}</strong> },
  { id: 'change', header: 'Change', align: 'end', cell: change },
  {
    id: 'holds',
    header: 'Partition holds',
    align: 'end',
    cell: ({ start, end }) => `${formatCount(start)} – ${formatCount(end)}`,
  },
  {
    id: 'note',
    header: 'Note',
    hideHeader: true,
    cell: ({ clamped }) => (clamped ? <Badge tone="warn">moved to the nearest end</Badge> : null),
  },
]

function change({ current, next }: ResetRow): string {
  if (current === undefined) return 'new'
  const by = next - current
  return by === 0 ? '0' : `${by > 0 ? '+' : '−'}${formatCount(Math.abs(by))}`
}

export function ResetTable({ rows }: { rows: readonly ResetRow[] }) {
  return (
    <Table caption="What the reset does" columns={columns} rows={rows} rowKey={({ partition }) => String(partition)} />
  )
}
