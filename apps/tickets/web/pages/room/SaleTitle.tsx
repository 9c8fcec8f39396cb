import { Icon, Notice, countOf } from '@millrace/ui'
import type { Sale } from '../../../contract/waiting-room.ts'
import type { SaleView } from '../../view.ts'
import { Countdown } from '../live/Countdown.tsx'

/** How the sale stands, to somebody who is not in line. */
export function SaleTitle({ view: { sale, stock } }: { view: SaleView }) {
  // The shop knows it before the queue does.
  switch (stock?.soldOut === 'final' ? 'soldOut' : sale.state) {
    case 'before':
      return <Before sale={sale} />
    case 'open':
    case 'paused':
      return (
        <>
          <h1 id="ts-now-title">The sale is open</h1>
          <p className="mr-lead">
            {sale.waiting === 0
              ? 'Nobody is in line.'
              : `${countOf(sale.waiting, 'person is', 'people are')} in line, and all are let in one after the other.`}
          </p>
          {sale.state === 'paused' && (
            <Notice tone="info">
              Nobody is let in for the moment. Those in line keep their places, and others may still come.
            </Notice>
          )}
        </>
      )
    case 'draining':
      return (
        <>
          <h1 id="ts-now-title">The line is closed</h1>
          <p className="mr-lead">Nobody new may join. Those who are in line or in the shop go on.</p>
        </>
      )
    case 'closed':
      return (
        <>
          <h1 id="ts-now-title">The sale is closed</h1>
          <p className="mr-lead">Nobody is let in any more. Who is in the shop may finish there.</p>
        </>
      )
    case 'soldOut':
      return (
        <>
          <h1 id="ts-now-title">Sold out</h1>
          <p className="mr-lead">Every ticket is paid for, and none can come back.</p>
        </>
      )
  }
}

function Before({ sale }: { sale: Sale }) {
  const opens = new Date(sale.opensAt).toLocaleString('en', { dateStyle: 'full', timeStyle: 'short' })
  return (
    <>
      <h1 id="ts-now-title">
        The sale opens in <Countdown until={sale.opensAt} />
      </h1>
      <p className="mr-lead">
        {opens}. Be in the waiting room before that and you take part in the draw for the first places; when you come
        makes no difference.
      </p>
      <p className="ts-figure-line">
        <Icon name="groups" /> {countOf(sale.early, 'person is', 'people are')} in the waiting room
      </p>
    </>
  )
}
