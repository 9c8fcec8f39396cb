import { cpus } from 'node:os'
import { median, spread } from '../measuring/statistics.ts'
import type { Contender, Taken } from './contenders.ts'
import type { StreamsBenchOptions } from './options.ts'
import type { RowName } from './rows.ts'

/** All runs of one row. */
export interface RowFigures {
  readonly row: RowName
  readonly runs: ReadonlyMap<Contender['name'], readonly Taken[]>
}

/** The figures as Markdown: medians, and ours as a ratio to Kafka Streams'. */
export function report(figures: readonly RowFigures[], { broker, records, keys }: StreamsBenchOptions): string {
  const lines = figures.flatMap(({ row, runs }) => {
    const own = rateOf(runs.get('millrace') ?? [])
    return [...runs].map(([name, taken]) => {
      const ratio = name === 'millrace' ? '' : `**${(own / rateOf(taken)).toFixed(2)}**`
      const cores = [taken.map((one) => one.workerCpu), taken.map((one) => one.brokerCpu)].map((all) =>
        median(all).toFixed(2),
      )
      const share = Math.round(spread(taken.map((one) => one.perSecond)) * 50)
      const rate = `${Math.round(rateOf(taken)).toLocaleString('en-GB')} ±${share} %`
      const perRecord = median(taken.map((one) => (one.workerCpu * 1e6) / one.perSecond)).toFixed(1)
      const memory = median(taken.map((one) => one.residentMb))
      return `| ${row} | ${name} | ${rate} | ${ratio} | ${cores.join(' / ')} | ${perRecord} | ${memory} |`
    })
  })
  return [
    `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}); broker: ${broker}; ${records} records, ${keys} keys; medians, ± is half of the spread of the runs.`,
    '',
    '| row | who | records/s | ours to it | cores, worker / broker | µs of worker/record | resident MB |',
    '| --- | --- | ---: | ---: | ---: | ---: | ---: |',
    ...lines,
  ].join('\n')
}

const rateOf = (taken: readonly Taken[]): number => median(taken.map(({ perSecond }) => perSecond))
