import { Button, EmptyState, ErrorState, Icon, Skeleton, countOf, formatCount } from '@millrace/ui'
import { errorText } from '../../api/request.ts'
import { RecordList } from './RecordList.tsx'
import { type Browsing, useBrowse } from './use-browse.ts'
import { type RecordSearch, wantedOf } from './wanted.ts'

interface RecordsProps {
  topic: string
  search: RecordSearch
  open: string | undefined
  onOpen: (record: string | undefined) => void
}

export function BrowsedRecords({ topic, search, open, onOpen }: RecordsProps) {
  const wanted = wantedOf(search)
  const browsing = useBrowse(topic, wanted, true)
  const isFiltered = Object.keys(wanted).some((name) => name !== 'order')
  if (browsing.error !== null && browsing.records.length === 0)
    return <ErrorState title="No records" detail={errorText(browsing.error)} onRetry={browsing.again} />
  if (browsing.isFirst) return <Skeleton what="records" lines={12} />
  if (browsing.records.length === 0 && browsing.state === 'end')
    return <Nothing isFiltered={isFiltered} browsing={browsing} />
  return (
    <section className="mr-panel record-panel" aria-label="Records">
      <RecordList records={browsing.records} open={open} onOpen={onOpen} />
      <Progress browsing={browsing} isFiltered={isFiltered} />
    </section>
  )
}

function Nothing({ isFiltered, browsing }: { isFiltered: boolean; browsing: Browsing }) {
  const again = (
    <Button onClick={browsing.again} icon={<Icon name="refresh" />}>
      Look again
    </Button>
  )
  if (!isFiltered)
    return (
      <EmptyState title="No records yet" icon="topics" action={again}>
        Nothing has been written to this topic, or its retention has taken it away. “Produce” writes a record from here.
      </EmptyState>
    )
  return (
    <EmptyState title="No record matches" icon="search" action={again}>
      All {formatCount(browsing.scanned)} records in the range were looked at. Loosen the filter, or choose another
      range.
    </EmptyState>
  )
}

/** How far the search has come, and what can be done about it. */
function Progress({ browsing, isFiltered }: { browsing: Browsing; isFiltered: boolean }) {
  const { records, scanned, remaining, state, error } = browsing
  const found = isFiltered
    ? `${formatCount(records.length)} found, ${formatCount(scanned)} looked at`
    : countOf(records.length, 'record')
  return (
    <div className="record-progress">
      <output>
        {found}
        {state === 'end' ? ', that is all' : `, ${formatCount(remaining)} to go`}
      </output>
      {isFiltered && state === 'searching' && (
        <progress max={scanned + remaining} value={scanned} aria-label="Searched" />
      )}
      {error !== null && <span className="mr-field-error">{errorText(error)}</span>}
      <span className="mr-row">
        {state === 'searching' && isFiltered && (
          <Button size="small" onClick={browsing.stop}>
            Stop
          </Button>
        )}
        {(state === 'more' || state === 'stopped') && (
          <Button size="small" onClick={browsing.more}>
            {state === 'stopped' ? 'Go on' : 'Show more'}
          </Button>
        )}
        {state !== 'searching' && (
          <Button size="small" kind="quiet" onClick={browsing.again} icon={<Icon name="refresh" size={14} />}>
            From the start
          </Button>
        )}
      </span>
    </div>
  )
}
