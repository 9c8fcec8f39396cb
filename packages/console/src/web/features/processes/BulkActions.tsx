import { Button, Icon } from '@millrace/ui'
import { Suspense, lazy } from 'react'
import type { BulkAct, InstancesWanted } from '../../api/processes.ts'
import { useSearchChange } from '../../lib/use-search-change.ts'

const BulkDialog = lazy(async () => ({ default: (await import('./BulkDialog.tsx')).BulkDialog }))

const ACTS: Readonly<Record<string, BulkAct>> = { 'bulk-cancel': 'cancel', 'bulk-resolve': 'resolve' }

/** What can be done to all instances that a filter chooses; what that hits is shown before it is done. */
export function BulkActions({ filter, dialog }: { filter: InstancesWanted; dialog: string | undefined }) {
  const change = useSearchChange()
  const act = dialog === undefined ? undefined : ACTS[dialog]
  return (
    <div className="mr-row">
      <Button
        size="small"
        icon={<Icon name="refresh" size={14} />}
        onClick={() => change({ dialog: 'bulk-resolve' }, 'push')}
      >
        Resolve incidents of these
      </Button>
      <Button
        size="small"
        icon={<Icon name="stop" size={14} />}
        onClick={() => change({ dialog: 'bulk-cancel' }, 'push')}
      >
        Cancel these
      </Button>
      <Suspense>
        {act !== undefined && (
          <BulkDialog key={act} action={act} filter={filter} onClose={() => change({ dialog: undefined })} />
        )}
      </Suspense>
    </div>
  )
}
