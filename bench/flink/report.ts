import { cpus } from 'node:os'
import { median } from '../measuring/statistics.ts'
import type { SqlEngine, Taken } from './contenders.ts'
import type { FlinkBenchOptions } from './options.ts'

/** All runs of one query, by contender. */
export interface QueryFigures {
  readonly name: string
  readonly title: string
  readonly runs: ReadonlyMap<string, readonly Taken[]>
}

const OURS = 'millrace 1'

/** The figures as Markdown: medians, and ours as a ratio to each of Flink's. */
export function report(
  figures: readonly QueryFigures[],
  engines: readonly SqlEngine[],
  { events, sink }: FlinkBenchOptions,
): string {
  const names = [...(figures[0]?.runs.keys() ?? [])]
  const others = names.filter((name) => name !== OURS && names.includes(OURS))
  const heads = [
    ...names.map((name) => `${name}: thousand events/s`),
    ...others.map((name) => `ours to ${name}`),
    ...names.map((name) => `${name}: CPU µs/event`),
  ]
  const rows = figures.map(({ name, title, runs }) => {
    const rate = (of: string): number => events / median((runs.get(of) ?? []).map(({ seconds }) => seconds)) / 1000
    const cpu = (of: string): number => (median((runs.get(of) ?? []).map((one) => one.cpuSeconds)) * 1e6) / events
    const cells = [
      ...names.map((of) => rate(of).toFixed(0)),
      ...others.map((of) => `**${(rate(OURS) / rate(of)).toFixed(2)}**`),
      ...names.map((of) => cpu(of).toFixed(1)),
    ]
    return `| ${name} ${title} | ${cells.join(' | ')} |`
  })
  const all = figures.flatMap(({ runs }) => [...runs].flatMap(([of, taken]) => taken.map((one) => ({ of, ...one }))))
  const peak = (name: string): number => {
    return Math.max(...all.filter(({ of }) => of.startsWith(name)).map(({ peakMb }) => peakMb))
  }
  return [
    `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}); ${events} events in files, sink ${sink}; the number is that of workers; medians.`,
    '',
    `| query | ${heads.join(' | ')} |`,
    `| --- | ${heads.map(() => '---:').join(' | ')} |`,
    ...rows,
    '',
    ...engines.map(({ name, idleMb }) => `${name}: ${idleMb} MB resident idle, ${peak(name)} MB at most.`),
  ].join('\n')
}
