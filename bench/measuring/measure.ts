import { cpuSeconds } from './usage.ts'

/** What one stretch of work took. */
export interface Measured {
  readonly records: number
  readonly seconds: number
  /** Of one core, 1 is all of it. */
  readonly clientCpu: number
  readonly serverCpu: number
  readonly latenciesMs: readonly number[]
}

/** Runs `work`, which gives the number of records and the latencies, under a stop-watch for time and CPU. */
export async function measured(
  serverPid: number,
  work: () => Promise<{ readonly records: number; readonly latenciesMs: readonly number[]; readonly seconds?: number }>,
): Promise<Measured> {
  const client = process.cpuUsage()
  const server = cpuSeconds(serverPid)
  const before = performance.now()
  const { records, latenciesMs, seconds } = await work()
  const elapsed = (performance.now() - before) / 1000
  const { user, system } = process.cpuUsage(client)
  return {
    records,
    seconds: seconds ?? elapsed,
    clientCpu: (user + system) / 1e6 / elapsed,
    serverCpu: (cpuSeconds(serverPid) - server) / elapsed,
    latenciesMs,
  }
}
