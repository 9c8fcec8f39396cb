import { Button, CopyId, ErrorState, Icon, RelativeTime, Skeleton, formatBytes } from '@millrace/ui'
import type { Content, RecordView } from '../../../contract/records.ts'
import { errorText } from '../../api/request.ts'
import { useRecord } from '../../api/records.ts'
import { ContentView } from './ContentView.tsx'
import type { Place } from './wanted.ts'

/** One record in full, beside the list. */
export function RecordDetail({ topic, place, onClose }: { topic: string; place: Place; onClose: () => void }) {
  const record = useRecord(topic, place)
  return (
    <aside className="mr-panel record-detail" aria-label={`Record ${place.offset} of partition ${place.partition}`}>
      <header>
        <h2>
          <span className="mr-muted">Partition</span> {place.partition} <span className="mr-muted">offset</span>{' '}
          {place.offset}
        </h2>
        <Button kind="quiet" size="small" aria-label="Close record" onClick={onClose} icon={<Icon name="close" />} />
      </header>
      {record.isError && (
        <ErrorState title="No such record" detail={errorText(record.error)} onRetry={() => void record.refetch()} />
      )}
      {record.isPending && <Skeleton what="the record" />}
      {record.data !== undefined && <Body record={record.data} />}
    </aside>
  )
}

function Body({ record }: { record: RecordView }) {
  return (
    <div className="record-detail-body">
      <p className="mr-row">
        <RelativeTime at={record.timestamp} exact />
        <span className="mr-muted">
          <RelativeTime at={record.timestamp} />
        </span>
      </p>
      <section>
        <h3>Key {sizeOf(record.key)}</h3>
        {record.key.type === 'text' && record.key.text.length <= 120 ? (
          <CopyId id={record.key.text} name="key" />
        ) : (
          <ContentView content={record.key} label="Key" />
        )}
      </section>
      <section>
        <h3>Value {sizeOf(record.value)}</h3>
        <ContentView content={record.value} label="Value" />
      </section>
      <section>
        <h3>Headers</h3>
        {record.headers.length === 0 ? <p className="mr-muted">none</p> : <Headers headers={record.headers} />}
      </section>
    </div>
  )
}

function Headers({ headers }: { headers: RecordView['headers'] }) {
  return (
    <dl className="facts">
      {headers.map(({ name, value }, index) => (
        // Kafka allows a header's name more than once: only its place is its own.
        // oxlint-disable-next-line react/no-array-index-key -- headers may repeat, and their order never changes
        <div key={index}>
          <dt>
            <code>{name}</code>
          </dt>
          <dd className="mr-mono">{value.type === 'binary' ? `0x${value.text}` : value.text}</dd>
        </div>
      ))}
    </dl>
  )
}

function sizeOf(content: Content) {
  const kind =
    content.type === 'null' ? '' : `${content.type === 'json' ? 'JSON' : content.type}, ${formatBytes(content.bytes)}`
  return <small className="mr-muted">{kind}</small>
}
