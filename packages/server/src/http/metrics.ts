import { Counter, Gauge, Registry, collectDefaultMetrics } from 'prom-client'
import { monitorEventLoopDelay } from 'node:perf_hooks'

/** Where the platform's figures come from at the moment of a scrape. */
export interface MetricSources {
  readonly log: () => {
    readonly partitions: number
    readonly bytesOnDisk: number
    readonly appendedFrames: number
    readonly appendedBytes: number
    readonly syncs: number
    readonly syncMs: number
    readonly state: string
    readonly offlinePartitions: readonly number[]
  }
  readonly kafkaConnections: () => number
}

/** Prometheus metrics of one platform, in a registry of its own: two platforms in one process do not mix. */
export function platformMetrics(sources: MetricSources): {
  registry: Registry
  eventLoopDelayMs: () => number
  stop: () => void
} {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'millrace_' })
  const delay = monitorEventLoopDelay({ resolution: 20 })
  delay.enable()
  const eventLoopDelayMs = (): number => delay.percentile(99) / 1e6
  gauge(
    registry,
    'millrace_event_loop_delay_p99_ms',
    'Event-loop delay since the last scrape, 99th percentile, ms',
    () => {
      const value = eventLoopDelayMs()
      delay.reset()
      return value
    },
  )
  gauge(registry, 'millrace_kafka_connections', 'Open Kafka connections', sources.kafkaConnections)
  gauge(registry, 'millrace_log_partitions', 'Partitions of the log', () => sources.log().partitions)
  gauge(registry, 'millrace_log_disk_bytes', 'Bytes of the log on disk', () => sources.log().bytesOnDisk)
  gauge(
    registry,
    'millrace_log_offline_partitions',
    'Partitions offline for damage',
    () => sources.log().offlinePartitions.length,
  )
  gauge(registry, 'millrace_log_writable', '1 while the log takes writes', () =>
    sources.log().state === 'open' ? 1 : 0,
  )
  counter(registry, 'millrace_log_frames_total', 'Frames appended', () => sources.log().appendedFrames)
  counter(registry, 'millrace_log_appended_bytes_total', 'Bytes appended', () => sources.log().appendedBytes)
  counter(registry, 'millrace_log_syncs_total', 'fsync calls of the write-ahead log', () => sources.log().syncs)
  counter(registry, 'millrace_log_sync_ms_total', 'Time in fsync, ms', () => sources.log().syncMs)
  return { registry, eventLoopDelayMs, stop: () => delay.disable() }
}

function gauge(registry: Registry, name: string, help: string, read: () => number): void {
  const metric = new Gauge({
    name,
    help,
    registers: [],
    collect() {
      this.set(read())
    },
  })
  registry.registerMetric(metric)
}

function counter(registry: Registry, name: string, help: string, read: () => number): void {
  const metric = new Counter({
    name,
    help,
    registers: [],
    collect() {
      this.reset()
      this.inc(read())
    },
  })
  registry.registerMetric(metric)
}
