import {
  Button,
  type Column,
  ErrorState,
  Icon,
  Table,
  countOf,
  formatCount,
  sortFromText,
  sortToText,
} from '@millrace/ui'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { Suspense, lazy } from 'react'
import type { GroupDetail, GroupMember, GroupPartition } from '../../../contract/groups.ts'
import { ApiError } from '../../api/request.ts'
import { useGroup } from '../../api/views.ts'
import { useSearchChange } from '../../lib/use-search-change.ts'
import { Page, Shown } from '../../shell/Page.tsx'
import { GroupState } from './GroupState.tsx'

const ResetDialog = lazy(async () => ({ default: (await import('./ResetDialog.tsx')).ResetDialog }))
const DeleteGroupDialog = lazy(async () => ({ default: (await import('./DeleteGroupDialog.tsx')).DeleteGroupDialog }))

export function GroupPage() {
  const { group: id } = useParams({ from: '/groups/$group' })
  const { dialog, topic } = useSearch({ from: '/groups/$group' })
  const view = useGroup(id)
  const change = useSearchChange()
  const group = view.query.data
  if (group === undefined && view.query.error instanceof ApiError && view.query.error.problem.status === 404)
    return (
      <Page title={id}>
        <ErrorState
          title="No such group"
          detail={`There is no consumer group ${id}. It may have been deleted, or its offsets have expired.`}
          onRetry={() => void view.query.refetch()}
        />
      </Page>
    )
  const close = () => change({ dialog: undefined, topic: undefined })
  const actions = (
    <>
      <Button icon={<Icon name="refresh" />} onClick={() => change({ dialog: 'reset' }, 'push')}>
        Reset offsets
      </Button>
      <Button kind="danger" icon={<Icon name="trash" />} onClick={() => change({ dialog: 'delete' }, 'push')}>
        Delete
      </Button>
    </>
  )
  return (
    <Page title={id} badges={group === undefined ? undefined : <Badges group={group} />} actions={actions}>
      <Shown view={view} what="group">
        {(shown) => (
          <div className="mr-stack">
            <Partitions group={shown} />
            <Members members={shown.members} />
          </div>
        )}
      </Shown>
      <Suspense>
        {dialog === 'reset' && group !== undefined && (
          <ResetDialog group={group} {...(topic === undefined ? {} : { topic })} onClose={close} />
        )}
        {dialog === 'delete' && <DeleteGroupDialog id={id} onClose={close} />}
      </Suspense>
    </Page>
  )
}

function Badges({ group }: { group: GroupDetail }) {
  return (
    <span className="mr-row mr-muted topic-figures">
      <GroupState state={group.state} />
      <span>{countOf(group.members.length, 'member')}</span>
      <span>{behind(group)}</span>
      {group.protocol !== '' && <span>{group.protocol}</span>}
    </span>
  )
}

/** A group that never committed has no lag that one could know. */
function behind({ partitions }: GroupDetail): string {
  if (!partitions.some(({ committed }) => committed !== undefined)) return 'nothing committed yet'
  const lag = partitions.reduce((sum, one) => sum + (one.lag ?? 0), 0)
  return lag === 0 ? 'everything is read' : `${countOf(lag, 'record')} behind`
}

const offset = (value: number | undefined) => (value === undefined ? '–' : formatCount(value))

const partitionColumns: Column<GroupPartition>[] = [
  {
    id: 'topic',
    header: 'Topic',
    isRowHeader: true,
    sortBy: ({ topic }) => topic,
    cell: ({ topic }) => (
      <Link to="/topics/$topic" params={{ topic }}>
        {topic}
      </Link>
    ),
  },
  { id: 'partition', header: 'Partition', align: 'end', sortBy: (row) => row.partition, cell: (row) => row.partition },
  {
    id: 'committed',
    header: 'Committed',
    align: 'end',
    sortBy: (row) => row.committed,
    cell: (row) => offset(row.committed),
  },
  { id: 'end', header: 'End', align: 'end', sortBy: (row) => row.end, cell: (row) => formatCount(row.end) },
  { id: 'lag', header: 'Lag', align: 'end', sortBy: (row) => row.lag, cell: (row) => offset(row.lag) },
  {
    id: 'member',
    header: 'Read by',
    cell: ({ member }) =>
      member === undefined ? <span className="mr-muted">nobody</span> : <span className="mr-mono">{member}</span>,
  },
]

function Partitions({ group }: { group: GroupDetail }) {
  const { sort } = useSearch({ from: '/groups/$group' })
  const change = useSearchChange()
  return (
    <section className="mr-stack">
      <h2>Offsets</h2>
      {group.partitions.length === 0 ? (
        <p className="mr-muted">This group has neither committed an offset nor been given a partition.</p>
      ) : (
        <Table
          caption={`Offsets of ${group.id}`}
          columns={partitionColumns}
          rows={group.partitions}
          rowKey={({ topic, partition }) => `${topic}/${partition}`}
          sort={sortFromText(sort)}
          onSort={(next) => change({ sort: sortToText(next) })}
        />
      )}
    </section>
  )
}

const memberColumns: Column<GroupMember>[] = [
  {
    id: 'member',
    header: 'Member',
    isRowHeader: true,
    sortBy: ({ id }) => id,
    cell: ({ id }) => <span className="mr-mono">{id}</span>,
  },
  { id: 'client', header: 'Client', sortBy: ({ clientId }) => clientId, cell: ({ clientId }) => clientId },
  { id: 'host', header: 'Host', cell: ({ host }) => <span className="mr-mono">{host.replace(/^\//, '')}</span> },
  {
    id: 'assigned',
    header: 'Partitions',
    wrap: true,
    cell: ({ assignments }) =>
      assignments.length === 0 ? (
        <span className="mr-muted">none</span>
      ) : (
        assignments.map(({ topic, partitions }) => `${topic} ${partitions.join(', ')}`).join('; ')
      ),
  },
]

function Members({ members }: { members: readonly GroupMember[] }) {
  return (
    <section className="mr-stack">
      <h2>Members</h2>
      {members.length === 0 ? (
        <p className="mr-muted">Nobody is reading for this group now. Its offsets can be reset.</p>
      ) : (
        <Table caption="Members" columns={memberColumns} rows={members} rowKey={({ id }) => id} />
      )}
    </section>
  )
}
