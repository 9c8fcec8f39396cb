import { type Column, Status, Table, formatBytes, formatCount, sortFromText, sortToText } from '@millrace/ui'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import type { PartitionSummary, TopicDetail } from '../../../contract/topics.ts'
import { useTopic } from '../../api/views.ts'
import { useSearchChange } from '../../lib/use-search-change.ts'
import { Shown } from '../../shell/Page.tsx'
import { GroupState } from '../groups/GroupState.tsx'

const partitionColumns: Column<PartitionSummary>[] = [
  {
    id: 'partition',
    header: 'Partition',
    align: 'end',
    isRowHeader: true,
    sortBy: (row) => row.partition,
    cell: (row) => row.partition,
  },
  {
    id: 'start',
    header: 'First offset',
    align: 'end',
    sortBy: (row) => row.start,
    cell: (row) => formatCount(row.start),
  },
  { id: 'end', header: 'Next offset', align: 'end', sortBy: (row) => row.end, cell: (row) => formatCount(row.end) },
  {
    id: 'records',
    header: 'Records',
    align: 'end',
    sortBy: (row) => row.end - row.start,
    cell: (row) => formatCount(row.end - row.start),
  },
  {
    id: 'size',
    header: 'Size',
    align: 'end',
    sortBy: (row) => row.bytes,
    cell: (row) => (row.bytes === undefined ? '–' : formatBytes(row.bytes)),
  },
  { id: 'leader', header: 'Leader', align: 'end', sortBy: (row) => row.leader, cell: (row) => row.leader },
  { id: 'replicas', header: 'Copies', cell: copies },
]

function copies({ leader, replicas, inSyncReplicas }: PartitionSummary) {
  if (leader < 0) return <Status tone="bad">Offline</Status>
  if (inSyncReplicas.length < replicas.length)
    return <Status tone="warn">{`${inSyncReplicas.length} of ${replicas.length} in sync`}</Status>
  return <Status tone="ok">{replicas.length === 1 ? '1 copy' : `${replicas.length} in sync`}</Status>
}

const groupColumns: Column<TopicDetail['groups'][number]>[] = [
  {
    id: 'group',
    header: 'Group',
    isRowHeader: true,
    sortBy: ({ id }) => id,
    cell: ({ id }) => (
      <Link to="/groups/$group" params={{ group: id }}>
        {id}
      </Link>
    ),
  },
  { id: 'state', header: 'State', sortBy: ({ state }) => state, cell: ({ state }) => <GroupState state={state} /> },
  { id: 'lag', header: 'Lag here', align: 'end', sortBy: ({ lag }) => lag, cell: ({ lag }) => formatCount(lag) },
]

export function PartitionsPage() {
  const { topic: name } = useParams({ from: '/topics/$topic/partitions' })
  const { sort } = useSearch({ from: '/topics/$topic/partitions' })
  const change = useSearchChange()
  return (
    <Shown view={useTopic(name)} what="partitions">
      {(topic) => (
        <div className="mr-stack">
          <h2>Partitions</h2>
          <Table
            caption={`Partitions of ${name}`}
            columns={partitionColumns}
            rows={topic.partitions}
            rowKey={({ partition }) => String(partition)}
            sort={sortFromText(sort)}
            onSort={(next) => change({ sort: sortToText(next) })}
          />
          <h2>Groups that read it</h2>
          {topic.groups.length === 0 ? (
            <p className="mr-muted">No consumer group has committed an offset in this topic.</p>
          ) : (
            <Table
              caption={`Groups that read ${name}`}
              columns={groupColumns}
              rows={topic.groups}
              rowKey={({ id }) => id}
            />
          )}
        </div>
      )}
    </Shown>
  )
}
