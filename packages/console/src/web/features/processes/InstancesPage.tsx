import { TextField } from '@millrace/ui'
import { useSearch } from '@tanstack/react-router'
import { useSearchChange } from '../../lib/use-search-change.ts'
import { Page } from '../../shell/Page.tsx'
import { BulkActions } from './BulkActions.tsx'
import { InstanceFilters } from './InstanceFilters.tsx'
import { InstanceTable } from './InstanceTable.tsx'
import { ProcessesNav } from './ProcessesNav.tsx'
import { isFiltered, noFilters, wantedOf } from './instance-search.ts'
import './processes.css'

/** Instances of all processes, to be found by what they hold. */
export function InstancesPage() {
  const { dialog, ...search } = useSearch({ from: '/processes/instances' })
  const change = useSearchChange()
  const wanted = wantedOf(search)
  const clear = () => change({ ...noFilters(), processId: undefined })
  return (
    <Page title="Instances">
      <ProcessesNav />
      <div className="toolbar">
        <TextField
          label="Process id"
          type="search"
          mono
          spellCheck={false}
          value={search.processId ?? ''}
          onChange={(event) => change({ processId: event.target.value })}
        />
      </div>
      <InstanceFilters search={search} onChange={(to) => change(to)} />
      <BulkActions filter={wanted} dialog={dialog} />
      <InstanceTable
        wanted={wanted}
        onClear={isFiltered(search) || search.processId !== undefined ? clear : undefined}
      />
    </Page>
  )
}
