import { EmptyState, Notice, formatCount } from '@millrace/ui'
import { Link, useParams } from '@tanstack/react-router'
import type { EventTrigger, TriggerCounts, TriggerReport } from '../../../contract/events.ts'
import { type TriggerName, useEventsOverview, useTriggerReport } from '../../api/events.ts'
import { Page, Shown } from '../../shell/Page.tsx'
import { DeliveryList } from './DeliveryList.tsx'
import { TriggerStatus } from './TriggerStatus.tsx'
import { filterText } from './filter-text.ts'
import './events.css'

/** One trigger: what it takes, where to, what it has done since it was started, its last deliveries. */
export function TriggerPage() {
  const name = useParams({ from: '/events/triggers/$namespace/$trigger' })
  const view = useTriggerReport(name)
  const found = useEventsOverview().query.data?.triggers.find(
    (one) => one.namespace === name.namespace && one.name === name.trigger,
  )
  const state = view.query.data?.state
  return (
    <Page
      title={`${name.namespace}/${name.trigger}`}
      badges={view.query.data !== undefined && <TriggerStatus state={state} />}
    >
      <p>
        <Link to="/events">Brokers and triggers</Link>
      </p>
      {state?.message !== undefined && <Notice tone="bad">{state.message}</Notice>}
      {found !== undefined && <Settings trigger={found} />}
      <Shown view={view} what="trigger">
        {(report) => (
          <>
            <Counts report={report} />
            <Deliveries report={report} name={name} broker={found?.broker} />
          </>
        )}
      </Shown>
    </Page>
  )
}

function Settings({ trigger }: { trigger: EventTrigger }) {
  const { namespace, broker, subscriberUri = '–', deadLetterSinkUri = 'none' } = trigger
  return (
    <section className="mr-panel">
      <h2 className="panel-title">What it does</h2>
      <dl className="facts">
        <div>
          <dt>Takes</dt>
          <dd>{filterText(trigger)}</dd>
        </div>
        <div>
          <dt>From the broker</dt>
          <dd>
            <Link to="/events/brokers/$namespace/$broker" params={{ namespace, broker }}>
              {namespace}/{broker}
            </Link>
          </dd>
        </div>
        <div>
          <dt>Delivers to</dt>
          <dd className="mr-mono">{subscriberUri}</dd>
        </div>
        <div>
          <dt>Dead letters go to</dt>
          <dd className="mr-mono">{deadLetterSinkUri}</dd>
        </div>
      </dl>
    </section>
  )
}

const COUNTS: readonly [keyof TriggerCounts, string][] = [
  ['delivered', 'Delivered'],
  ['replies', 'Replies'],
  ['deadLettered', 'Dead letters'],
  ['dropped', 'Dropped'],
  ['expired', 'Expired'],
  ['duplicates', 'Duplicates'],
  ['skipped', 'Not for it'],
]

function Counts({ report: { counts, underWay = 0, lag = 0 } }: { report: TriggerReport }) {
  const figures: [string, number][] = [
    ['Behind', lag],
    ['Under way', underWay],
    ...COUNTS.map(([key, text]): [string, number] => [text, counts?.[key] ?? 0]),
  ]
  return (
    <section className="mr-panel" aria-label="Since it was started">
      <dl className="figures">
        {figures.map(([text, value]) => (
          <div key={text} className="figure">
            <dt>{text}</dt>
            <dd className="figure-value">{formatCount(value)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Deliveries(props: { report: TriggerReport; name: TriggerName; broker: string | undefined }) {
  const { report, name, broker = 'default' } = props
  const deliveries = (report.deliveries ?? []).map((one) => ({ ...one, ...name, broker }))
  return (
    <section className="events-part">
      <h2>Last deliveries</h2>
      {deliveries.length === 0 ? (
        <EmptyState title="Nothing was delivered yet" icon="bell">
          A delivery is listed here once it has arrived, or was given up.
        </EmptyState>
      ) : (
        <DeliveryList caption="Last deliveries" deliveries={deliveries.toReversed()} />
      )}
    </section>
  )
}
