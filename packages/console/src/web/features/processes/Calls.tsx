import { EmptyState, Table } from '@millrace/ui'
import type { ProcessInstance, Some } from '../../../contract/processes.ts'
import { instanceColumns } from './InstanceTable.tsx'

/** The instances that this one called. */
export function Calls({ called }: { called: Some<ProcessInstance> }) {
  if (called.total === 0)
    return (
      <EmptyState title="It has called no process" icon="processes">
        A call activity starts an instance of another process, and waits for it.
      </EmptyState>
    )
  return (
    <Table
      caption="Called instances"
      columns={instanceColumns}
      rows={called.items}
      rowKey={({ processInstanceKey }) => processInstanceKey}
    />
  )
}
