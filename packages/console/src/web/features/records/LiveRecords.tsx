import { EmptyState, Notice, formatCount } from '@millrace/ui'
import { useLive, useTail } from '../../lib/live-context.ts'
import { RecordList } from './RecordList.tsx'
import { type RecordSearch, filterOf } from './wanted.ts'

interface LiveProps {
  topic: string
  search: RecordSearch
  open: string | undefined
  onOpen: (record: string | undefined) => void
}

/** A topic's records as they are written, the newest first. The pause button of the page holds them. */
export function LiveRecords({ topic, search, open, onOpen }: LiveProps) {
  const tail = useTail(topic, search.partition, filterOf(search))
  const state = useLive((live) => live.state)
  return (
    <section className="mr-panel record-panel" aria-label="Live records">
      {tail.problem !== undefined && <Notice tone="bad">{tail.problem.detail}</Notice>}
      {tail.records.length === 0 ? (
        <EmptyState
          title={state === 'paused' ? 'Paused' : 'Waiting for the next record'}
          icon={state === 'paused' ? 'pause' : 'play'}
        >
          {tail.scanned > 0
            ? `${formatCount(tail.scanned)} records have come since; none matches the filter.`
            : 'Records appear here as they are written, the newest at the top. “Stored” shows the earlier ones.'}
        </EmptyState>
      ) : (
        <RecordList records={tail.records} open={open} onOpen={onOpen} />
      )}
      <div className="record-progress">
        <output>
          {formatCount(tail.records.length)} shown, {formatCount(tail.scanned)} have come
          {tail.dropped > 0 && `, ${formatCount(tail.dropped)} left out: they came too fast or too long ago`}
        </output>
      </div>
    </section>
  )
}
