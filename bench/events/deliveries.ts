import { waitFor } from '@millrace/testkit'
import { percentile } from '../measuring/statistics.ts'
import { cpuSeconds } from '../measuring/usage.ts'
import type { Bench, IntakeFigures } from './intake.ts'
import { binaryEvent } from './message.ts'

export interface DeliveryFigures extends IntakeFigures {
  readonly events: number
  /** Deliveries that the slow subscriber still lacked when the others had everything. */
  readonly behind: number | undefined
}

export interface DeliveryRow {
  /** Triggers that match every event. */
  readonly triggers: number
  /** How many of them have a subscriber that takes 100 ms. */
  readonly slow?: number
  /** Triggers beside them that match nothing. */
  readonly others?: number
  readonly count: number
}

let runs = 0

/** Publishes events that every one of so many triggers matches; latency is from the publisher to the subscriber. */
export async function deliveries(
  name: string,
  { pid, publisher, subscribers }: Bench,
  { triggers, slow = 0, others = 0, count }: DeliveryRow,
): Promise<DeliveryFigures> {
  const type = `bench-${++runs}`
  await subscribers.subscribe(type, triggers, { slow, others })
  const run = async (events: number): Promise<void> => {
    const wanted = subscribers.latencies.length + events * (triggers - slow)
    await publisher.run(events, (index) => binaryEvent(type, index))
    await waitFor(() => subscribers.latencies.length >= wanted, { what: name, timeoutMs: 120_000, everyMs: 5 })
  }
  await run(Math.round(count / 5))
  subscribers.latencies = []
  subscribers.slow = 0
  const before = { at: performance.now(), server: cpuSeconds(pid), client: cpuSeconds(process.pid) }
  await run(count)
  const seconds = (performance.now() - before.at) / 1000
  const delivered = subscribers.latencies.length
  const figures = {
    name,
    events: count,
    perSecond: delivered / seconds,
    p50: percentile(subscribers.latencies, 50),
    p99: percentile(subscribers.latencies, 99),
    serverMicros: ((cpuSeconds(pid) - before.server) / delivered) * 1e6,
    clientCores: (cpuSeconds(process.pid) - before.client) / seconds,
    behind: slow === 0 ? undefined : Math.max(0, count * slow - subscribers.slow),
  }
  await subscribers.unsubscribe()
  return figures
}
