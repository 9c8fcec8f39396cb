import { Button, Icon, Notice, type Tone, countOf } from '@millrace/ui'
import type { PlaceStatus } from '../../../contract/waiting-room.ts'
import type { PlaceView, PurchaseView, SaleView } from '../../view.ts'
import { Link } from '../frame/Link.tsx'
import type { Visit } from '../live/use-visit.ts'
import { SaleTitle } from './SaleTitle.tsx'
import { useAction } from './use-action.ts'

interface OutsideProps {
  readonly visit: Visit
  readonly view: SaleView
  /** undefined: the queue does not answer. */
  readonly place: PlaceView | undefined
  readonly purchases: readonly PurchaseView[]
}

/** How one got outside again. */
const ended: Partial<Record<PlaceStatus, { readonly tone: Tone; readonly text: string }>> = {
  lapsed: { tone: 'warn', text: 'Your place has gone to the next in line: nothing was heard of you for too long.' },
  abandoned: { tone: 'neutral', text: 'You have left. Your place has gone to the next in line.' },
  removed: { tone: 'warn', text: 'You were taken out of the line by the people who run the sale.' },
  finished: { tone: 'ok', text: 'You have been through the shop.' },
}

/** Not in line: what there is to know before one goes in. */
export function Outside({ visit, view, place, purchases }: OutsideProps) {
  const join = useAction(visit, '/room/join')
  const { sale, stock } = view
  const over = place === undefined ? undefined : ended[place.status]
  const mayJoin = sale.state === 'before' || sale.state === 'open' || sale.state === 'paused'
  return (
    <section className="mr-card ts-now" aria-labelledby="ts-now-title">
      {over !== undefined && <Notice tone={over.tone}>{over.text}</Notice>}
      <Bought purchases={purchases} />
      <SaleTitle view={view} />
      {place === undefined && (
        <Notice tone="warn">
          The queue does not answer at the moment. Places are kept; this page goes on by itself as soon as it does.
        </Notice>
      )}
      {join.failure !== undefined && <Notice tone="bad">{join.failure.message}</Notice>}
      {mayJoin && stock?.soldOut !== 'final' && (
        <Button
          kind="primary"
          className="mr-big"
          busy={join.isBusy}
          disabled={place === undefined}
          onClick={() => void join.send()}
          icon={<Icon name="groups" />}
        >
          {sale.state === 'before'
            ? 'Enter the waiting room'
            : over === undefined
              ? 'Join the line'
              : 'Join the line again'}
        </Button>
      )}
      {stock?.soldOut === 'held' && (
        <p className="mr-muted">
          All tickets are held by people who are paying. What is not paid for comes back: a place in line may still be
          worth it.
        </p>
      )}
    </section>
  )
}

function Bought({ purchases }: { purchases: readonly PurchaseView[] }) {
  const count = purchases
    .filter(({ status }) => status === 'issued')
    .reduce((sum, { ticketsQuantity }) => sum + ticketsQuantity, 0)
  if (count === 0) return null
  return (
    <Notice tone="ok">
      You have <Link href="/yourtickets">{countOf(count, 'ticket')}</Link> for this evening.
    </Notice>
  )
}
