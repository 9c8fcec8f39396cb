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

// Three seconds before each group begins, which are in no figure, only in the patience of who waits for them.
const NO_DELAY = { 'group.initial.rebalance.delay.ms': 0 }

/** Starts one engine with its own defaults, on a fresh data directory. */
export async function startBenchEngine(name: 'millrace' | 'kafka'): Promise<BenchEngine> {
  if (name === 'kafka') {
    const { brokers, pid, startMs, tail, stop } = await realKafka({ config: NO_DELAY })
    return { name, brokers, pid, startMs, tail, stop }
  }
  const platform = await startPlatform()
  const { pid, startMs, ready, tail } = platform
  return { name, brokers: ready.kafka, pid, startMs, tail, stop: () => platform.remove() }
}
