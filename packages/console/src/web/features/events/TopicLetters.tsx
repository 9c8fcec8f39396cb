import { Button, type Column, EmptyState, Icon, RelativeTime, Table, countOf, useToasts } from '@millrace/ui'
import { Link } from '@tanstack/react-router'
import type { DeadLetter } from '../../../contract/dead-letters.ts'
import { useDeadLetters, useReplayLetter } from '../../api/dead-letters.ts'
import { errorText } from '../../api/request.ts'
import { Shown } from '../../shell/Page.tsx'

/** Records of topics that consumers and views gave up, with the reason; each can be written to where it came from. */
export function TopicLetters() {
  const view = useDeadLetters()
  return (
    <Shown view={view} what="dead letters of topics">
      {({ topics, letters }) =>
        letters.length === 0 ? (
          <EmptyState title="No dead letters of topics" icon="check">
            A record that a consumer or a view cannot read or handle goes to the topic of the same name with .dlq.
          </EmptyState>
        ) : (
          <>
            <output className="mr-muted">
              {countOf(
                topics.reduce((sum, { records }) => sum + records, 0),
                'record',
              )}{' '}
              in {countOf(topics.length, 'topic')}. A replay writes the record again; its letter stays, as topics forget
              nothing.
            </output>
            <Table
              caption="Dead letters of topics"
              columns={columns}
              rows={letters}
              rowKey={({ topic, partition, offset }) => `${topic}:${partition}:${offset}`}
            />
          </>
        )
      }
    </Shown>
  )
}

const columns: Column<DeadLetter>[] = [
  {
    id: 'letter',
    header: 'Letter',
    isRowHeader: true,
    sortBy: ({ topic }) => topic,
    cell: ({ topic, partition, offset }) => (
      <Link to="/topics/$topic" params={{ topic }} search={{ record: `${partition}:${offset}` }}>
        {topic} {partition}:{offset}
      </Link>
    ),
  },
  { id: 'key', header: 'Key', cell: ({ key }) => <span className="mr-mono">{key}</span> },
  { id: 'reason', header: 'Reason', wrap: true, cell: ({ kind, reason }) => `${kind}: ${reason}` },
  { id: 'by', header: 'Given up by', cell: ({ by }) => by },
  { id: 'attempts', header: 'Attempts', align: 'end', cell: ({ attempts }) => attempts },
  {
    id: 'when',
    header: 'When',
    sortBy: ({ timestamp }) => timestamp,
    cell: ({ timestamp }) => <RelativeTime at={timestamp} />,
  },
  { id: 'replay', header: 'Replay', hideHeader: true, cell: (letter) => <ReplayLetter letter={letter} /> },
]

function ReplayLetter({ letter }: { letter: DeadLetter }) {
  const replay = useReplayLetter()
  const toasts = useToasts()
  const { topic, partition, offset, origin } = letter
  if (origin === undefined) return null
  const start = () =>
    replay.mutate(letter, {
      onSuccess: (written) =>
        toasts.done(`Written to ${origin.topic}, partition ${written.partition}, offset ${written.offset}`),
      onError: (error) => toasts.failed(errorText(error)),
    })
  return (
    <Button
      size="small"
      icon={<Icon name="refresh" size={14} />}
      busy={replay.isPending}
      onClick={start}
      aria-label={`Replay ${topic} ${partition}:${offset} to ${origin.topic}`}
    >
      Replay
    </Button>
  )
}
