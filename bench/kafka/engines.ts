import { realKafka, startPlatform } from '@millrace/testkit'

/** A running broker as the bench sees it. */
export interface BenchEngine {
  readonly name: 'millrace' | 'kafka'
  readonly brokers: string
  readonly pid: number
  readonly startMs: number
  /** The end of what it printed. */
  tail(): string
  stop(): Promise<void>
}

/** Starts one engine with its own defaults, on a fresh data directory. */
export async function startBenchEngine(name: 'millrace' | 'kafka'): Promise<BenchEngine> {
  if (name === 'kafka') {
    const { brokers, pid, startMs, tail, stop } = await realKafka()
    return { name, brokers, pid, startMs, tail, stop }
  }
  const platform = await startPlatform()
  const { pid, startMs, ready, tail } = platform
  return { name, brokers: ready.kafka, pid, startMs, tail, stop: () => platform.remove() }
}
