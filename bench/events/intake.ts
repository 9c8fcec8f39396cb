import { percentile } from '../measuring/statistics.ts'
import { cpuSeconds } from '../measuring/usage.ts'
import { batchOf, binaryEvent } from './message.ts'
import type { Publisher } from './publisher.ts'
import type { Subscribers } from './subscribers.ts'

export interface Bench {
  /** Of the platform. */
  readonly pid: number
  readonly publisher: Publisher
  readonly subscribers: Subscribers
}

export interface IntakeFigures {
  readonly name: string
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  readonly serverMicros: number
  readonly clientCores: number
}

/** Publishes events that nobody subscribes to. */
export async function intake(
  name: string,
  { pid, publisher }: Bench,
  count: number,
  batch: number,
): Promise<IntakeFigures> {
  const message = batch === 1 ? (index: number) => binaryEvent('bench.in', index) : () => batchOf('bench.in', batch)
  await publisher.run(Math.round(count / batch / 5), message)
  const before = { at: performance.now(), server: cpuSeconds(pid), client: cpuSeconds(process.pid) }
  const took = await publisher.run(Math.round(count / batch), message)
  const seconds = (performance.now() - before.at) / 1000
  const events = took.length * batch
  return {
    name,
    perSecond: events / seconds,
    p50: percentile(took, 50),
    p99: percentile(took, 99),
    serverMicros: ((cpuSeconds(pid) - before.server) / events) * 1e6,
    clientCores: (cpuSeconds(process.pid) - before.client) / seconds,
  }
}
