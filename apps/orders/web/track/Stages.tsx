import { Icon, type IconName, RelativeTime, exactTime } from '@millrace/ui'
import type { Stage } from '../../contract/notice.ts'
import type { Order } from '../../contract/order.ts'
import { type JourneyStage, journey } from './journey.ts'

const icons: Readonly<Record<Stage, IconName>> = {
  orderCreated: 'bag',
  paymentCreated: 'lock',
  paymentMade: 'card',
  readyToShip: 'box',
  shipping: 'send',
  shipped: 'truck',
  delivered: 'home',
}

/** The seven stages, with the time of each that is done. */
export function Stages({ order }: { order: Order }) {
  return (
    <section className="weir-card" aria-labelledby="stages-title">
      <h2 id="stages-title" className="mr-visually-hidden">
        Stages
      </h2>
      <ol className="track-stages">
        {journey(order).map((stage) => (
          <StageLine key={stage.stage} stage={stage} />
        ))}
      </ol>
    </section>
  )
}

function StageLine({ stage: { stage, title, state, at } }: { stage: JourneyStage }) {
  return (
    <li data-state={state} aria-current={state === 'next' ? 'step' : undefined}>
      <span className="track-stage-mark">
        <Icon name={state === 'done' ? 'check' : state === 'never' ? 'minus' : icons[stage]} />
      </span>
      <span className="track-stage-title">{title}</span>
      <span className="track-stage-when">
        {at === undefined ? (
          words[state]
        ) : (
          <>
            <RelativeTime at={at} /> <small>{exactTime(at).slice(11, 19)}</small>
          </>
        )}
      </span>
    </li>
  )
}

const words = { done: '', next: 'next', ahead: 'to come', never: 'not reached' } as const
