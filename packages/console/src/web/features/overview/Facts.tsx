import { RelativeTime, formatBytes, formatCount, formatRate } from '@millrace/ui'
import type { ReactNode } from 'react'
import type { Overview, PlatformStats } from '../../../contract/overview.ts'

type Fact = [label: string, value: ReactNode]

/** What is known of the cluster and, beside the embedded one, of the platform; what is unknown is left out. */
export function Facts({ overview }: { overview: Overview }) {
  const { kafka, platform } = overview
  const facts: Fact[] = [
    ...(platform === undefined ? [] : platformFacts(platform)),
    ['Brokers', kafka.brokers.map(({ id, address }) => `${address} (${id})`).join(', ')],
    ['Cluster', <code key="cluster">{kafka.clusterId}</code>],
  ]
  return (
    <section className="mr-panel">
      <h2 className="panel-title">{platform === undefined ? 'Cluster' : 'Platform'}</h2>
      <dl className="facts">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function platformFacts(platform: PlatformStats): Fact[] {
  const optional = <T,>(label: string, value: T | undefined, show: (value: T) => ReactNode): Fact[] =>
    value === undefined ? [] : [[label, show(value)]]
  return [
    ['Version', `${platform.name} ${platform.version}`],
    ['Started', <RelativeTime key="started" at={platform.startedAt} />],
    ['Clock', platform.clock === 'virtual' ? 'virtual' : "the system's"],
    ...optional('Data', platform.dataDirectory, (path) => <code>{path}</code>),
    ...optional('Read', platform.recordsOutPerSecond, (rate) => `${formatRate(rate)} records`),
    ...optional('Bytes in', platform.bytesInPerSecond, (rate) => `${formatBytes(rate)}/s`),
    ...optional('Bytes out', platform.bytesOutPerSecond, (rate) => `${formatBytes(rate)}/s`),
    ...optional('Connections', platform.kafkaConnections, formatCount),
    ...optional('Memory', platform.residentBytes, formatBytes),
    ...optional('Event loop, p99', platform.eventLoopDelayP99Ms, (ms) => `${ms.toFixed(1)} ms`),
    ...optional('fsync, p99', platform.syncP99Ms, (ms) => `${ms.toFixed(1)} ms`),
  ]
}
