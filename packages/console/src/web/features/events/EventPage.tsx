import { Badge, RelativeTime, Status } from '@millrace/ui'
import { Link, useParams } from '@tanstack/react-router'
import type { EventPath, EventStanding } from '../../../contract/events.ts'
import { useEventPath } from '../../api/events.ts'
import { Page, Shown } from '../../shell/Page.tsx'
import { JsonView } from '../records/JsonView.tsx'
import '../records/records.css'
import { DeliveryView, OutcomeStatus } from './DeliveryView.tsx'
import { ReplayButton } from './ReplayButton.tsx'
import { WhyView } from './WhyView.tsx'
import './events.css'

/** One event's whole path: what it is, who sent it, which triggers took it and why the others did not, what became of it. */
export function EventPage() {
  const place = useParams({ from: '/events/brokers/$namespace/$broker/$partition/$offset' })
  const { namespace, broker, partition, offset } = place
  const view = useEventPath(place)
  return (
    <Page
      title={String(view.query.data?.attributes['type'] ?? `Event ${partition}:${offset}`)}
      badges={<Badge>{`${partition}:${offset}`}</Badge>}
    >
      <p>
        In the broker{' '}
        <Link to="/events/brokers/$namespace/$broker" params={{ namespace, broker }}>
          {namespace}/{broker}
        </Link>
      </p>
      <Shown view={view} what="event">
        {(path) => (
          <>
            <WhatItIs path={path} />
            <Triggers path={path} />
          </>
        )}
      </Shown>
    </Page>
  )
}

function WhatItIs({ path }: { path: EventPath }) {
  const { attributes, headers, event, at } = path
  const instance = attributes['workflowinstancekey']
  return (
    <div className="overview-columns">
      <section className="mr-panel">
        <h2 className="panel-title">Attributes</h2>
        <dl className="facts events-facts">
          <Fact name="taken">
            <RelativeTime at={at} />
          </Fact>
          {Object.entries(attributes).map(([name, value]) => (
            <Fact key={name} name={name}>
              {String(value)}
            </Fact>
          ))}
        </dl>
        {instance !== undefined && (
          <p className="panel-note">
            A job of{' '}
            <Link className="in-text" to="/processes/instances/$key" params={{ key: String(instance) }}>
              process instance {instance}
            </Link>{' '}
            has sent it.
          </p>
        )}
        <h2 className="panel-title">Passed on from the publisher’s request</h2>
        {Object.keys(headers).length === 0 ? (
          <p className="panel-note">No headers.</p>
        ) : (
          <dl className="facts events-facts">
            {Object.entries(headers).map(([name, value]) => (
              <Fact key={name} name={name}>
                {value}
              </Fact>
            ))}
          </dl>
        )}
      </section>
      <section className="mr-panel">
        <h2 className="panel-title">Data</h2>
        <div className="events-data">
          {'data' in event || 'data_base64' in event ? (
            <JsonView value={event['data'] ?? event['data_base64']} />
          ) : (
            <p className="mr-muted">An event without data.</p>
          )}
        </div>
      </section>
    </div>
  )
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** Those that took it first. */
function Triggers({ path }: { path: EventPath }) {
  const sorted = path.triggers.toSorted((left, right) => Number(right.matched) - Number(left.matched))
  const took = sorted.filter(({ matched }) => matched).length
  return (
    <section className="events-part">
      <h2>{took === 0 ? 'No trigger took it' : `Taken by ${took} of ${path.triggers.length} triggers`}</h2>
      {path.triggers.length === 0 && (
        <p className="mr-muted">The broker has no trigger: the event lies in its topic.</p>
      )}
      {sorted.map((standing) => (
        <TriggerStanding key={`${standing.namespace}/${standing.name}`} standing={standing} path={path} />
      ))}
    </section>
  )
}

function TriggerStanding({ standing, path }: { standing: EventStanding; path: EventPath }) {
  const { namespace, name, matched, place, why, deliveries } = standing
  const { partition, offset } = path
  const trigger = { namespace, trigger: name }
  const kept = path.failures.filter((one) => one.namespace === namespace && one.trigger === name)
  const shown = deliveries.length > 0 ? deliveries : kept
  const last = shown.at(-1)
  return (
    <article className="mr-panel events-standing" aria-label={`Trigger ${name}`}>
      <header className="mr-row">
        <h3>
          <Link to="/events/triggers/$namespace/$trigger" params={trigger}>
            {namespace}/{name}
          </Link>
        </h3>
        <Status tone={matched ? 'ok' : 'neutral'}>{matched ? 'Took it' : 'Did not take it'}</Status>
        {matched && last !== undefined && <OutcomeStatus outcome={last.outcome} />}
        {matched && last === undefined && <Status tone="info">{PLACES[place]}</Status>}
        {matched && <ReplayButton name={trigger} partition={partition} offset={offset} />}
      </header>
      <WhyView why={why} />
      {shown.map((delivery) => (
        <DeliveryView key={`${delivery.attempts[0]?.at}:${delivery.outcome}`} delivery={delivery} />
      ))}
    </article>
  )
}

const PLACES: Record<EventStanding['place'], string> = {
  'before the trigger': 'Older than the trigger',
  unread: 'Not read yet',
  'under way': 'Under way',
  done: 'Done, no longer in the list of deliveries',
  'at rest': 'The trigger is at rest',
}
