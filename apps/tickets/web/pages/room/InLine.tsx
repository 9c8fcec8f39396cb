import { Button, Dialog, Icon, Notice, countOf, formatCount } from '@millrace/ui'
import { useState } from 'react'
import type { Sale } from '../../../contract/waiting-room.ts'
import type { PlaceView, SaleView } from '../../view.ts'
import { Countdown } from '../live/Countdown.tsx'
import { aheadNow } from '../live/sale-folds.ts'
import { waitText } from '../live/span.ts'
import type { Visit } from '../live/use-visit.ts'
import { LineBar } from './LineBar.tsx'
import { useAction } from './use-action.ts'

/** In line, or in the waiting room before the sale opens. */
export function InLine({ visit, view, place }: { visit: Visit; view: SaleView; place: PlaceView }) {
  if (view.stock?.soldOut === 'final') return <TooLate visit={visit} />
  return (
    <section className="mr-card ts-now" aria-labelledby="ts-now-title">
      {place.status === 'early' ? <Early sale={view.sale} /> : <Waiting view={view} place={place} />}
      <p className="ts-figure-line">
        <Icon name="lock" />
        <span>
          Your place is kept when you reload this page, close it for up to five minutes, or open it in another tab.
        </span>
      </p>
      <Leave visit={visit} />
    </section>
  )
}

function TooLate({ visit }: { visit: Visit }) {
  return (
    <section className="mr-card ts-now" aria-labelledby="ts-now-title">
      <p className="ts-eyebrow">You are in line</p>
      <h1 id="ts-now-title">Sold out</h1>
      <p className="mr-lead">Every ticket is paid for, and none can come back. You need not wait any longer.</p>
      <Leave visit={visit} />
    </section>
  )
}

function Early({ sale }: { sale: Sale }) {
  return (
    <>
      <p className="ts-eyebrow">You are in the waiting room</p>
      <h1 id="ts-now-title">
        The sale opens in <Countdown until={sale.opensAt} />
      </h1>
      <p className="mr-lead">
        {countOf(sale.early, 'person is', 'people are')} here, you among them. The moment the sale opens, lots are drawn
        for the order in line: it makes no difference who came first.
      </p>
    </>
  )
}

function Waiting({ view: { sale, stock }, place }: { view: SaleView; place: PlaceView }) {
  const ahead = aheadNow(place, sale)
  const size = Math.max(sale.waiting, ahead + 1)
  return (
    <>
      <p className="ts-eyebrow">Your place in line</p>
      <h1 id="ts-now-title" className="ts-position">
        <span className="ts-position-number">{formatCount(ahead + 1)}</span>{' '}
        <span className="ts-position-of">of {countOf(size, 'person', 'people')} in line</span>
      </h1>
      <LineBar ahead={ahead} size={size} />
      <Estimate sale={sale} place={place} ahead={ahead} />
      {stock?.soldOut === 'held' && (
        <Notice tone="warn">
          All tickets are held at the moment. What is not paid for in time comes back on sale.
        </Notice>
      )}
      {stock?.soldOut === 'no' && place.unlikely && (
        <Notice tone="warn">
          More people are ahead of you than there are tickets ({formatCount(stock.available)} left). It is unlikely,
          though not impossible, that some remain.
        </Notice>
      )}
    </>
  )
}

function Estimate({ sale, place, ahead }: { sale: Sale; place: PlaceView; ahead: number }) {
  const { estimate } = place
  if (sale.state === 'paused' || estimate === 'paused')
    return (
      <Notice tone="info">
        The line stands still: nobody is let in for the moment. Your place is kept, and this page says when it goes on.
      </Notice>
    )
  if (ahead === 0) return <p className="mr-lead">You are next. Keep this page open.</p>
  if (estimate === 'unknown')
    return <p className="mr-lead">How long it takes cannot be said yet: too few people have been let in.</p>
  return (
    <p className="mr-lead">
      Your turn comes in <strong>{waitText(estimate.p50, estimate.p90)}</strong>, at the pace of the last minutes.
    </p>
  )
}

function Leave({ visit }: { visit: Visit }) {
  const [isAsking, setAsking] = useState(false)
  const leave = useAction(visit, '/room/leave')
  return (
    <div className="mr-row">
      <Button kind="quiet" onClick={() => setAsking(true)} icon={<Icon name="close" />}>
        Leave the line
      </Button>
      {isAsking && (
        <Dialog title="Leave the line?" onClose={() => setAsking(false)}>
          <p>Your place goes to the next. If you come again, you begin at the end.</p>
          {leave.failure !== undefined && <Notice tone="bad">{leave.failure.message}</Notice>}
          <div className="mr-dialog-actions">
            <Button onClick={() => setAsking(false)}>Stay</Button>
            <Button kind="danger" busy={leave.isBusy} onClick={() => void leave.send()}>
              Leave the line
            </Button>
          </div>
        </Dialog>
      )}
    </div>
  )
}
