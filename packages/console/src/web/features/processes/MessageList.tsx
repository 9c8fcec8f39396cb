import { Button, type Column, EmptyState, Icon, Status, Table, type Tone } from '@millrace/ui'
import type { InstanceView, Subscription } from '../../../contract/processes.ts'
import { useSearchChange } from '../../lib/use-search-change.ts'
import { when } from './when.tsx'

const STATES: Readonly<Record<string, { tone: Tone; word: string }>> = {
  CREATED: { tone: 'info', word: 'Waits' },
  CORRELATED: { tone: 'ok', word: 'Came' },
  DELETED: { tone: 'neutral', word: 'Waits no more' },
}

/** The messages that it waits for, or that it got. */
export function MessageList({ view: { subscriptions } }: { view: InstanceView }) {
  const change = useSearchChange()
  if (subscriptions.total === 0)
    return (
      <EmptyState title="It has waited for no message" icon="mail">
        A message event or a receive task waits for one.
      </EmptyState>
    )
  return (
    <Table
      caption="Awaited messages"
      columns={[...columns, publishColumn((of) => change({ dialog: 'publish', of }, 'push'))]}
      rows={subscriptions.items.toReversed()}
      rowKey={({ messageSubscriptionKey }) => messageSubscriptionKey}
    />
  )
}

const columns: Column<Subscription>[] = [
  { id: 'name', header: 'Message', isRowHeader: true, cell: ({ messageName }) => <code>{messageName}</code> },
  { id: 'element', header: 'At', cell: ({ elementId }) => <code>{elementId ?? '–'}</code> },
  {
    id: 'state',
    header: 'State',
    cell: ({ messageSubscriptionState: state }) => {
      const { tone, word } = STATES[state] ?? { tone: 'neutral', word: state }
      return <Status tone={tone}>{word}</Status>
    },
  },
  { id: 'key', header: 'Correlation key', cell: ({ correlationKey }) => <code>{correlationKey ?? '–'}</code> },
  { id: 'message', header: 'Message key', cell: ({ messageKey }) => <code>{messageKey ?? '–'}</code> },
  { id: 'changed', header: 'Changed', cell: ({ lastUpdatedDate }) => when(lastUpdatedDate) },
]

const publishColumn = (open: (key: string) => void): Column<Subscription> => ({
  id: 'publish',
  header: 'Publish',
  hideHeader: true,
  cell: ({ messageSubscriptionState, messageSubscriptionKey, messageName }) =>
    messageSubscriptionState === 'CREATED' && (
      <Button
        size="small"
        icon={<Icon name="send" size={14} />}
        aria-label={`Publish ${messageName}`}
        onClick={() => open(messageSubscriptionKey)}
      >
        Publish
      </Button>
    ),
})
