import {
  Badge,
  Button,
  type Column,
  CopyId,
  EmptyState,
  Icon,
  Notice,
  RelativeTime,
  SelectField,
  Skeleton,
  Table,
  request,
  useRead,
} from '@millrace/ui'
import { useState } from 'react'
import type { PlaceStatus } from '../../../contract/waiting-room.ts'
import type { Page, Waiting } from '../../services/services.ts'
import { useCommand } from './use-command.ts'

const statuses: readonly { readonly value: PlaceStatus | ''; readonly text: string }[] = [
  { value: 'waiting', text: 'In line' },
  { value: 'early', text: 'Before the draw' },
  { value: 'admitted', text: 'In the shop' },
  { value: 'finished', text: 'Have bought' },
  { value: 'abandoned', text: 'Left' },
  { value: 'lapsed', text: 'Lapsed' },
  { value: 'removed', text: 'Removed' },
  { value: '', text: 'Everybody' },
]

const words = Object.fromEntries(statuses.map(({ value, text }) => [value, text]))
const LIMIT = 20

/** Who is in the queue, and a way to take somebody out. */
export function QueueList({ version }: { version: number }) {
  const [status, setStatus] = useState<string>('waiting')
  const [pages, setPages] = useState<readonly string[]>([])
  const after = pages.at(-1)
  const query = new URLSearchParams({
    limit: String(LIMIT),
    ...(status !== '' && { status }),
    ...(after !== undefined && { after }),
  })
  const path = `/office/sessions?${query.toString()}`
  const { data, error } = useRead(path, Math.floor(version / 3), (key, signal) =>
    request<Page<Waiting>>(key, { signal }),
  )
  const next = data?.next
  return (
    <section className="mr-card ts-panel" aria-labelledby="ts-queue-title">
      <div className="mr-row mr-spread">
        <h2 id="ts-queue-title">Queue</h2>
        <div className="ts-filter">
          <SelectField
            label="Who"
            hideLabel
            value={status}
            options={statuses}
            onChange={({ target }) => {
              setStatus(target.value)
              setPages([])
            }}
          />
        </div>
      </div>
      {error !== undefined && <Notice tone="bad">{error.message}</Notice>}
      {data === undefined && error === undefined && <Skeleton what="the queue" />}
      {data?.items.length === 0 && <EmptyState icon="groups" title="Nobody here" />}
      {data !== undefined && data.items.length > 0 && (
        <Table
          caption="People in the queue"
          columns={columns}
          rows={data.items}
          rowKey={({ sessionId }) => sessionId}
        />
      )}
      {(pages.length > 0 || next !== undefined) && (
        <div className="mr-row">
          <Button size="small" disabled={pages.length === 0} onClick={() => setPages(pages.slice(0, -1))}>
            Previous
          </Button>
          <Button size="small" disabled={next === undefined} onClick={() => setPages([...pages, String(next)])}>
            Next
          </Button>
        </div>
      )}
    </section>
  )
}

const columns: readonly Column<Waiting>[] = [
  { id: 'number', header: 'No.', align: 'end', cell: ({ number }) => number ?? '–' },
  {
    id: 'session',
    header: 'Visitor',
    cell: ({ sessionId }) => <CopyId id={sessionId} name="visitor" />,
    isRowHeader: true,
  },
  {
    id: 'status',
    header: 'Is',
    cell: ({ status, mock }) => (
      <span className="mr-row">
        <Badge>{words[status] ?? status}</Badge>
        {mock && <Badge tone="info">mock</Badge>}
      </span>
    ),
  },
  { id: 'joined', header: 'Joined', cell: ({ joinedAt }) => <RelativeTime at={Date.parse(joinedAt)} /> },
  { id: 'remove', header: 'Remove', hideHeader: true, align: 'end', cell: (row) => <Remove row={row} /> },
]

function Remove({ row: { sessionId, status } }: { row: Waiting }) {
  const { send, isBusy } = useCommand('Taken out of the queue.')
  if (!['early', 'waiting', 'admitted'].includes(status)) return null
  return (
    <Button
      kind="quiet"
      size="small"
      busy={isBusy}
      aria-label={`Remove ${sessionId}`}
      onClick={() => void send(`/office/sessions/${encodeURIComponent(sessionId)}/remove`)}
      icon={<Icon name="trash" />}
    >
      Remove
    </Button>
  )
}
