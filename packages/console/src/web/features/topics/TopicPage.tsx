import { Badge, Button, CopyId, ErrorState, Icon, formatBytes, countOf, formatDuration } from '@millrace/ui'
import { Link, Outlet, useParams, useSearch } from '@tanstack/react-router'
import { Suspense, lazy } from 'react'
import type { TopicDetail } from '../../../contract/topics.ts'
import { ApiError } from '../../api/request.ts'
import { useTopic } from '../../api/views.ts'
import { useSearchChange } from '../../lib/use-search-change.ts'
import { Page } from '../../shell/Page.tsx'

const ProduceDialog = lazy(async () => ({ default: (await import('../records/ProduceDialog.tsx')).ProduceDialog }))
const DeleteTopicDialog = lazy(async () => ({ default: (await import('./DeleteTopicDialog.tsx')).DeleteTopicDialog }))

/** What the three pages of one topic share: its name, its figures, what can be done with it, the way between them. */
export function TopicPage() {
  const { topic: name } = useParams({ from: '/topics/$topic' })
  const { dialog } = useSearch({ from: '/topics/$topic' })
  const { query } = useTopic(name)
  const change = useSearchChange()
  const gone = query.error instanceof ApiError && query.error.problem.status === 404
  if (gone && query.data === undefined)
    return (
      <Page title={name}>
        <ErrorState
          title="No such topic"
          detail={`There is no topic ${name}. It may have been deleted.`}
          onRetry={() => void query.refetch()}
        />
        <p className="centred">
          <Link to="/topics">All topics</Link>
        </p>
      </Page>
    )
  const close = () => change({ dialog: undefined })
  const actions = (
    <>
      <Button kind="primary" icon={<Icon name="send" />} onClick={() => change({ dialog: 'produce' }, 'push')}>
        Produce
      </Button>
      <Button kind="danger" icon={<Icon name="trash" />} onClick={() => change({ dialog: 'delete' }, 'push')}>
        Delete
      </Button>
    </>
  )
  return (
    <Page title={name} badges={<TopicBadges name={name} topic={query.data} />} actions={actions}>
      <nav className="mr-tabs" aria-label="Topic">
        <Link
          to="/topics/$topic"
          params={{ topic: name }}
          activeOptions={{ exact: true, includeSearch: false }}
          className="mr-tab"
        >
          Records
        </Link>
        <Link
          to="/topics/$topic/partitions"
          params={{ topic: name }}
          activeOptions={{ includeSearch: false }}
          className="mr-tab"
        >
          Partitions and groups
        </Link>
        <Link
          to="/topics/$topic/settings"
          params={{ topic: name }}
          activeOptions={{ includeSearch: false }}
          className="mr-tab"
        >
          Settings
        </Link>
      </nav>
      <Outlet />
      <Suspense>
        {dialog === 'produce' && (
          <ProduceDialog topic={name} partitions={query.data?.partitions.length ?? 1} onClose={close} />
        )}
        {dialog === 'delete' && <DeleteTopicDialog topic={name} records={query.data?.records ?? 0} onClose={close} />}
      </Suspense>
    </Page>
  )
}

function TopicBadges({ name, topic }: { name: string; topic: TopicDetail | undefined }) {
  return (
    <>
      <CopyButton name={name} />
      {topic !== undefined && (
        <span className="mr-row mr-muted topic-figures">
          <span>{countOf(topic.records, 'record')}</span>
          {topic.bytes !== undefined && <span>{formatBytes(topic.bytes)}</span>}
          <span>{countOf(topic.partitions.length, 'partition')}</span>
          {topic.cleanupPolicy?.includes('compact') && <Badge>compacted</Badge>}
          {topic.retentionMs !== undefined && topic.cleanupPolicy !== 'compact' && (
            <span>kept {formatDuration(topic.retentionMs)}</span>
          )}
        </span>
      )}
    </>
  )
}

/** The heading already shows the name: only the button of CopyId is wanted. */
function CopyButton({ name }: { name: string }) {
  return (
    <span className="copy-only">
      <CopyId id={name} name="topic" />
    </span>
  )
}
