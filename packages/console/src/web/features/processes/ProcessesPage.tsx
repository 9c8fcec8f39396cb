import {
  Button,
  type Column,
  EmptyState,
  Icon,
  Table,
  TextField,
  formatCount,
  sortFromText,
  sortToText,
} from '@millrace/ui'
import { Link, useSearch } from '@tanstack/react-router'
import { Suspense, lazy } from 'react'
import type { ProcessSummary } from '../../../contract/processes.ts'
import { useProcesses } from '../../api/processes.ts'
import { useSearchChange } from '../../lib/use-search-change.ts'
import { Page } from '../../shell/Page.tsx'
import { IncidentCount } from './IncidentCount.tsx'
import { ProcessShown } from './ProcessShown.tsx'
import { ProcessesNav } from './ProcessesNav.tsx'
import './processes.css'

const DeployDialog = lazy(async () => ({ default: (await import('./DeployDialog.tsx')).DeployDialog }))
const PublishDialog = lazy(async () => ({ default: (await import('./PublishDialog.tsx')).PublishDialog }))

const columns: Column<ProcessSummary>[] = [
  {
    id: 'process',
    header: 'Process',
    isRowHeader: true,
    sortBy: ({ processId }) => processId,
    cell: ({ processId }) => (
      <Link to="/processes/definitions/$processId" params={{ processId }}>
        {processId}
      </Link>
    ),
  },
  {
    id: 'versions',
    header: 'Versions',
    align: 'end',
    sortBy: ({ versions }) => versions.length,
    cell: ({ versions }) => formatCount(versions.length),
  },
  { id: 'latest', header: 'Latest', align: 'end', cell: ({ versions }) => `v${versions[0]?.version ?? '–'}` },
  {
    id: 'running',
    header: 'Running',
    align: 'end',
    sortBy: ({ running }) => running,
    cell: ({ running }) => formatCount(running),
  },
  {
    id: 'incidents',
    header: 'With an incident',
    align: 'end',
    sortBy: ({ withIncident }) => withIncident,
    cell: ({ withIncident, processId }) =>
      withIncident === 0 ? (
        '0'
      ) : (
        <Link to="/processes/definitions/$processId" params={{ processId }} search={{ incident: '1' }}>
          <IncidentCount count={withIncident} />
        </Link>
      ),
  },
]

/** Every process that is deployed, and what runs of it. */
export function ProcessesPage() {
  const view = useProcesses()
  const { q = '', sort, dialog } = useSearch({ from: '/processes' })
  const change = useSearchChange()
  const close = () => change({ dialog: undefined })
  const deploy = (
    <Button kind="primary" icon={<Icon name="up" />} onClick={() => change({ dialog: 'deploy' }, 'push')}>
      Deploy
    </Button>
  )
  return (
    <Page
      title="Processes"
      actions={
        <>
          <Button icon={<Icon name="send" />} onClick={() => change({ dialog: 'publish' }, 'push')}>
            Publish a message
          </Button>
          {deploy}
        </>
      }
    >
      <ProcessesNav />
      <ProcessShown view={view} what="processes">
        {({ processes }) => {
          if (processes.length === 0)
            return (
              <EmptyState title="No processes yet" icon="processes">
                Deploy a BPMN file here, by <code>millrace deploy</code>, or with any Zeebe client.
              </EmptyState>
            )
          const shown = processes.filter(({ processId }) => processId.toLowerCase().includes(q.toLowerCase()))
          return (
            <>
              <div className="toolbar">
                <TextField
                  label="Process id contains"
                  hideLabel
                  type="search"
                  placeholder="Process id contains"
                  value={q}
                  onChange={(event) => change({ q: event.target.value })}
                />
              </div>
              {shown.length === 0 ? (
                <EmptyState
                  title="No such process"
                  icon="search"
                  action={<Button onClick={() => change({ q: undefined })}>Show all</Button>}
                />
              ) : (
                <Table
                  caption="Processes"
                  columns={columns}
                  rows={shown}
                  rowKey={({ processId }) => processId}
                  sort={sortFromText(sort)}
                  onSort={(next) => change({ sort: sortToText(next) })}
                />
              )}
            </>
          )
        }}
      </ProcessShown>
      <Suspense>
        {dialog === 'deploy' && <DeployDialog onClose={close} />}
        {dialog === 'publish' && <PublishDialog onClose={close} />}
      </Suspense>
    </Page>
  )
}
