import { cpus } from 'node:os'
import type { Measured } from '../measuring/measure.ts'
import { median, percentile, spread } from '../measuring/statistics.ts'
import type { Row } from './rows.ts'

/** What one engine gave. */
export interface EngineResult {
  readonly name: 'millrace' | 'zeebe'
  readonly startMs: number
  readonly idleMb: number
  readonly peakMb: number
  /** The runs of each row, in the order of the rows. */
  readonly runs: readonly (readonly Measured[])[]
}

/** A client that used more of a core than this was the limit itself. */
const CLIENT_LIMIT = 0.9

/** The figures as Markdown, with ours as a ratio to Zeebe's where both ran. */
export function report(rows: readonly Row[], results: readonly EngineResult[], before: string): string {
  const lines = rows.flatMap(({ name, unit }, at) =>
    results.map((result) => {
      const runs = result.runs[at] ?? []
      const other = results.find((each) => each !== result)?.runs[at]
      const ratio = result.name === 'millrace' && other !== undefined
      const cells = [
        `${thousands(rate(runs))} ${unit}/s ±${Math.round(spread(runs.map(perSecond)) * 50)} %${limited(runs)}`,
        ratio ? `**${(rate(runs) / rate(other)).toFixed(1)}**` : '',
        ['50', '99'].map((percent) => percentile(latencies(runs), Number(percent)).toFixed(1)).join(' / '),
        [median(runs.map(({ clientCpu }) => clientCpu)), median(runs.map(({ serverCpu }) => serverCpu))]
          .map((cores) => cores.toFixed(2))
          .join(' / '),
        cpuEach(runs).toFixed(2),
        ratio ? `**${(cpuEach(other) / cpuEach(runs)).toFixed(1)}**` : '',
      ]
      return `| ${name} | ${result.name} | ${cells.join(' | ')} |`
    }),
  )
  return [
    `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}); ${before}medians, ± is half of the spread of the runs.`,
    '',
    '| row | who | rate | ours to it | p50 / p99 ms | cores, client / server | server ms of CPU each | its CPU to ours |',
    '| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...lines,
    '',
    '| the process | start to first answer, ms | resident when idle, MB | resident at most, MB |',
    '| --- | ---: | ---: | ---: |',
    ...results.map(({ name, startMs, idleMb, peakMb }) => `| ${name} | ${startMs} | ${idleMb} | ${peakMb} |`),
    '',
    `(c): the client used more than ${CLIENT_LIMIT * 100} % of a core and was the limit.`,
  ].join('\n')
}

const perSecond = ({ records, seconds }: Measured): number => records / seconds
const rate = (runs: readonly Measured[]): number => median(runs.map(perSecond))
const latencies = (runs: readonly Measured[]): number[] => runs.flatMap(({ latenciesMs }) => latenciesMs)
const cpuEach = (runs: readonly Measured[]): number =>
  median(runs.map(({ serverCpu, seconds, records }) => (serverCpu * seconds * 1000) / records))
const limited = (runs: readonly Measured[]): string =>
  median(runs.map(({ clientCpu }) => clientCpu)) > CLIENT_LIMIT ? ' (c)' : ''
const thousands = (value: number): string => Math.round(value).toLocaleString('en-GB')
