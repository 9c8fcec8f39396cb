import {
  Badge,
  Button,
  type Column,
  EmptyState,
  Icon,
  Table,
  TextField,
  formatBytes,
  countOf,
  formatCount,
  formatDuration,
  sortFromText,
  sortToText,
} from '@millrace/ui'
import { Link, useSearch } from '@tanstack/react-router'
import type { TopicSummary } from '../../../contract/topics.ts'
import { useTopics } from '../../api/views.ts'
import { useSearchChange } from '../../lib/use-search-change.ts'
import { Page, Shown } from '../../shell/Page.tsx'
import { CreateTopicDialog } from './CreateTopicDialog.tsx'

const columns: Column<TopicSummary>[] = [
  {
    id: 'name',
    header: 'Topic',
    isRowHeader: true,
    sortBy: ({ name }) => name,
    cell: ({ name, cleanupPolicy }) => (
      <span className="mr-row">
        <Link to="/topics/$topic" params={{ topic: name }}>
          {name}
        </Link>
        {cleanupPolicy?.includes('compact') && <Badge>compacted</Badge>}
      </span>
    ),
  },
  {
    id: 'partitions',
    header: 'Partitions',
    align: 'end',
    sortBy: (topic) => topic.partitions,
    cell: (topic) => formatCount(topic.partitions),
  },
  {
    id: 'records',
    header: 'Records',
    align: 'end',
    sortBy: (topic) => topic.records,
    cell: (topic) => formatCount(topic.records),
  },
  {
    id: 'size',
    header: 'Size',
    align: 'end',
    sortBy: ({ bytes }) => bytes,
    cell: ({ bytes }) => (bytes === undefined ? '–' : formatBytes(bytes)),
  },
  {
    id: 'retention',
    header: 'Kept',
    align: 'end',
    sortBy: ({ retentionMs }) => (retentionMs === -1 ? Number.MAX_VALUE : retentionMs),
    cell: retention,
  },
  {
    id: 'replicas',
    header: 'Copies',
    align: 'end',
    sortBy: (topic) => topic.replicationFactor,
    cell: (topic) => topic.replicationFactor,
  },
]

function retention({ retentionMs, retentionBytes, cleanupPolicy }: TopicSummary): string {
  if (cleanupPolicy === 'compact') return 'latest per key'
  const parts = [retentionMs === undefined ? '–' : formatDuration(retentionMs)]
  if (retentionBytes !== undefined && retentionBytes >= 0) parts.push(formatBytes(retentionBytes))
  return parts.join(', ')
}

export function TopicsPage() {
  const view = useTopics()
  const { q = '', sort, dialog } = useSearch({ from: '/topics' })
  const change = useSearchChange()
  const create = (
    <Button kind="primary" icon={<Icon name="plus" />} onClick={() => change({ dialog: 'create' }, 'push')}>
      Create topic
    </Button>
  )
  return (
    <Page title="Topics" actions={create}>
      <Shown view={view} what="topics">
        {(topics) => (
          <>
            <div className="toolbar">
              <TextField
                label="Name contains"
                hideLabel
                type="search"
                placeholder="Name contains"
                value={q}
                onChange={(event) => change({ q: event.target.value })}
              />
              <Count shown={matching(topics, q).length} all={topics.length} />
            </div>
            {topics.length === 0 ? (
              <EmptyState title="No topics yet" icon="topics" action={create}>
                A topic holds records in the order in which they came. Producers may also create theirs by writing.
              </EmptyState>
            ) : matching(topics, q).length === 0 ? (
              <EmptyState
                title={`No topic has “${q}” in its name`}
                icon="search"
                action={<Button onClick={() => change({ q: undefined })}>Show all</Button>}
              />
            ) : (
              <Table
                caption="Topics"
                columns={columns}
                rows={matching(topics, q)}
                rowKey={({ name }) => name}
                sort={sortFromText(sort)}
                onSort={(next) => change({ sort: sortToText(next) })}
              />
            )}
          </>
        )}
      </Shown>
      {dialog === 'create' && <CreateTopicDialog onClose={() => change({ dialog: undefined })} />}
    </Page>
  )
}

function matching(topics: readonly TopicSummary[], q: string): TopicSummary[] {
  return topics.filter(({ name }) => name.toLowerCase().includes(q.toLowerCase()))
}

function Count({ shown, all }: { shown: number; all: number }) {
  return (
    <output className="mr-muted">
      {shown === all ? countOf(all, 'topic') : `${formatCount(shown)} of ${countOf(all, 'topic')}`}
    </output>
  )
}
