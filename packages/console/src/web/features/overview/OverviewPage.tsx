import { EmptyState, Icon, Notice, Status, formatBytes, countOf, formatCount, formatRate } from '@millrace/ui'
import { Link, useSearch } from '@tanstack/react-router'
import type { Overview } from '../../../contract/overview.ts'
import { useOverview } from '../../api/views.ts'
import { useSearchChange } from '../../lib/use-search-change.ts'
import { Page, Shown } from '../../shell/Page.tsx'
import { Apps } from './Apps.tsx'
import { DemoDialog } from './DemoDialog.tsx'
import { Figure } from './Figure.tsx'
import { Facts } from './Facts.tsx'
import { Sparkline } from './Sparkline.tsx'
import { useRates } from './rates.ts'

export function OverviewPage() {
  const view = useOverview()
  const { demo } = useSearch({ from: '/' })
  const change = useSearchChange()
  const rates = useRates(view.query.data?.records, view.query.dataUpdatedAt)
  return (
    <Page title="Overview">
      <Shown view={view} what="overview">
        {(overview) => (
          <>
            <Health overview={overview} />
            <Figures overview={overview} rates={rates} />
            {overview.apps.length > 0 && <Apps apps={overview.apps} onDemo={(app) => change({ demo: app }, 'push')} />}
            <div className="overview-columns">
              <div>
                <Lagging overview={overview} />
              </div>
              <Facts overview={overview} />
            </div>
            {overview.topics === 0 && <FirstSteps />}
          </>
        )}
      </Shown>
      {demo !== undefined && <DemoDialog app={demo} onClose={() => change({ demo: undefined })} />}
    </Page>
  )
}

function Health({ overview }: { overview: Overview }) {
  const problems = overview.platform?.problems ?? []
  if (problems.length > 0)
    return (
      <>
        {problems.map((problem) => (
          <Notice key={problem} tone="bad">
            {problem}
          </Notice>
        ))}
      </>
    )
  const brokers = overview.kafka.brokers.length
  return (
    <p className="mr-row">
      <Status tone="ok">All is well</Status>
      <span className="mr-muted">
        {brokers === 1 ? `Broker ${overview.kafka.brokers[0]?.address ?? ''} answers` : `${brokers} brokers answer`}
      </span>
    </p>
  )
}

function Figures({ overview, rates }: { overview: Overview; rates: readonly number[] }) {
  const { platform } = overview
  const rate = platform?.recordsInPerSecond ?? rates.at(-1)
  return (
    <dl className="figures mr-panel">
      <Figure
        label="Records"
        value={formatCount(overview.records)}
        note={`in ${countOf(overview.partitions, 'partition')}`}
      />
      <Figure
        label="Written"
        value={rate === undefined ? '–' : formatRate(rate)}
        note={
          rates.length < 2 ? (
            'records a second'
          ) : (
            <Sparkline values={rates} label="Records written, over the last two minutes" />
          )
        }
      />
      <Figure label="Topics" to="/topics" value={formatCount(overview.topics)} />
      <Figure
        label="Groups"
        to="/groups"
        value={formatCount(overview.groups.total)}
        note={`${formatCount(overview.groups.active)} with members`}
      />
      <Figure
        label="Lag"
        to="/groups"
        value={formatCount(overview.groups.lag)}
        note={overview.groups.lag === 0 ? 'everything is read' : 'records not read yet'}
      />
      {platform?.diskBytes !== undefined && <Figure label="On disk" value={formatBytes(platform.diskBytes)} />}
    </dl>
  )
}

function Lagging({ overview }: { overview: Overview }) {
  const most = overview.groups.lagging[0]?.lag ?? 1
  return (
    <section className="mr-panel">
      <h2 className="panel-title">Behind the most</h2>
      {overview.groups.lagging.length === 0 ? (
        <p className="panel-note">
          {overview.groups.total === 0
            ? 'No consumer group has read anything yet.'
            : 'No group is behind: all that was written is read.'}
        </p>
      ) : (
        <ul className="bars">
          {overview.groups.lagging.map(({ id, lag }) => (
            <li key={id}>
              <Link to="/groups/$group" params={{ group: id }}>
                {id}
              </Link>
              <span className="mr-number">{formatCount(lag)}</span>
              <meter min={0} max={most} value={lag} aria-label={`Lag of ${id}`} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function FirstSteps() {
  return (
    <EmptyState
      title="Nothing has been written yet"
      icon="topics"
      action={
        <Link to="/topics" search={{ dialog: 'create' }} className="mr-button" data-kind="primary">
          <Icon name="plus" />
          Create a topic
        </Link>
      }
    >
      Point any Kafka client at the broker above, or create the first topic here and write a record to it.
    </EmptyState>
  )
}
