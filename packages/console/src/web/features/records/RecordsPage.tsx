import './records.css'
import { useParams, useSearch } from '@tanstack/react-router'
import { useTopic } from '../../api/views.ts'
import { useSearchChange } from '../../lib/use-search-change.ts'
import { BrowsedRecords } from './BrowsedRecords.tsx'
import { LiveRecords } from './LiveRecords.tsx'
import { RecordDetail } from './RecordDetail.tsx'
import { RecordFilters } from './RecordFilters.tsx'
import { placeOf, placeText } from './wanted.ts'

/** A topic's records: browsed or live, filtered, with one of them open at the side. Everything of it is in the URL. */
export function RecordsPage() {
  const { topic } = useParams({ from: '/topics/$topic/' })
  const search = useSearch({ from: '/topics/$topic/' })
  const change = useSearchChange()
  const partitions = useTopic(topic).query.data?.partitions.length ?? 1
  const place = placeOf(search.record)
  const props = {
    topic,
    search,
    open: place === undefined ? undefined : placeText(place),
    onOpen: (record: string | undefined) => change({ record }),
  }
  return (
    <div className="records">
      <RecordFilters
        key={topic}
        search={search}
        partitions={partitions}
        onChange={(next) => change({ record: undefined, ...next }, 'push')}
      />
      <div className={place === undefined ? 'records-split' : 'records-split records-open'}>
        {search.mode === 'live' ? <LiveRecords {...props} /> : <BrowsedRecords {...props} />}
        {place !== undefined && (
          <RecordDetail topic={topic} place={place} onClose={() => change({ record: undefined })} />
        )}
      </div>
    </div>
  )
}
