import type { Measured } from '../measuring/measure.ts'
import { median, percentile, spread } from '../measuring/statistics.ts'
import type { Contender } from './session.ts'
import { residentMb } from '../measuring/usage.ts'
import { inWords, type Durability, type Workload } from './workloads.ts'

/** The medians of one row on one engine. */
export interface Figures {
  readonly row: string
  readonly perSecond: number
  /** Lowest to highest run as a share of the median. */
  readonly spread: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** Cores used by each side. */
  readonly clientCpu: number
  readonly serverCpu: number
  readonly serverMicrosPerRecord: number
}

/** All that was measured on one engine with one durability. */
export interface EngineFigures {
  readonly engine: 'millrace' | 'kafka'
  readonly durability: Durability
  readonly startMs: number
  readonly idleMb: number
  readonly peakMb: number
  readonly produce: readonly Figures[]
  readonly consume: readonly Figures[]
  readonly endToEnd: { readonly p50Ms: number; readonly p99Ms: number }
}

export function figuresOf(row: string, runs: readonly Measured[]): Figures {
  const rates = runs.map(({ records, seconds }) => records / seconds)
  const latencies = runs.flatMap(({ latenciesMs }) => latenciesMs)
  const perRecord = runs.map(({ serverCpu, records, seconds }) => (serverCpu * seconds * 1e6) / records)
  return {
    row,
    perSecond: median(rates),
    spread: spread(rates),
    p50Ms: percentile(latencies, 50),
    p99Ms: percentile(latencies, 99),
    clientCpu: median(runs.map(({ clientCpu }) => clientCpu)),
    serverCpu: median(runs.map(({ serverCpu }) => serverCpu)),
    serverMicrosPerRecord: median(perRecord),
  }
}

export const consumeRow = (workload: Workload): string =>
  `consume ${inWords(workload).split(', ').slice(0, 2).join(', ')}`

/** All of one contender, when its rows are done. */
export function engineFigures(
  { engine, durability, produce, consume, latenciesMs }: Contender,
  idleMb: number,
): EngineFigures {
  return {
    engine: engine.name,
    durability,
    startMs: engine.startMs,
    idleMb,
    peakMb: residentMb(engine.pid, 'peak'),
    produce,
    consume,
    endToEnd: { p50Ms: percentile(latenciesMs, 50), p99Ms: percentile(latenciesMs, 99) },
  }
}
