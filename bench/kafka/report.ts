import { cpus } from 'node:os'
import type { EngineFigures, Figures } from './figures.ts'

/** A client that used more of a core than this was the limit itself: such a ratio says nothing of the server. */
const CLIENT_LIMIT = 0.9

/** The figures as Markdown: Millrace, Kafka with fsync before acknowledgement, Kafka as it is. */
export function report(all: readonly EngineFigures[]): string {
  const millrace = all.find(({ engine }) => engine === 'millrace')
  const fsync = all.find(({ engine, durability }) => engine === 'kafka' && durability === 'fsync')
  const asItIs = all.find(({ engine, durability }) => engine === 'kafka' && durability === 'as it is')
  const columns: Columns = { millrace, fsync, asItIs }
  return [
    `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}); medians, ± is half of the spread of the runs.`,
    '',
    ...table('Produce, acks=all: records/s', columns, ({ produce }) => produce),
    '',
    ...latencyTable(columns),
    '',
    ...table('Consume: records/s', columns, ({ consume }) => consume),
    '',
    ...wholes(columns),
    '',
    `Ratios are Millrace : Kafka, more than 1 is better. (c): the client used more than ${CLIENT_LIMIT * 100} % of a core and was the limit.`,
  ].join('\n')
}

interface Columns {
  readonly millrace: EngineFigures | undefined
  readonly fsync: EngineFigures | undefined
  readonly asItIs: EngineFigures | undefined
}

function table(
  title: string,
  { millrace, fsync, asItIs }: Columns,
  pick: (figures: EngineFigures) => readonly Figures[],
): string[] {
  const rows = pick((millrace ?? fsync) as EngineFigures).map(({ row }, at) => {
    const [ours, theirs, loose] = [millrace, fsync, asItIs].map((one) => one && pick(one)[at])
    const cells = [
      rate(ours),
      rate(theirs),
      rate(loose),
      ratio(ours, theirs),
      ratio(ours, loose),
      cpu(ours),
      cpu(theirs),
      micros(ours),
      micros(theirs),
    ]
    return `| ${row} | ${cells.join(' | ')} |`
  })
  return [
    `| ${title} | Millrace | Kafka, fsync | Kafka, default | ratio to fsync | to default | cores client/server, Millrace | Kafka, fsync | server µs/record, Millrace | Kafka, fsync |`,
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rows,
  ]
}

function latencyTable({ millrace, fsync, asItIs }: Columns): string[] {
  const line = (row: string, of: (figures: EngineFigures) => { p50Ms: number; p99Ms: number } | undefined): string =>
    `| ${row} | ${[millrace, fsync, asItIs].map((one) => times(one && of(one))).join(' | ')} |`
  const rows = ((millrace ?? fsync) as EngineFigures).produce.map(({ row }, at) =>
    line(row, ({ produce }) => produce[at]),
  )
  return [
    '| Latency of a call, p50 / p99 ms | Millrace | Kafka, fsync | Kafka, default |',
    '| --- | ---: | ---: | ---: |',
    ...rows,
    line('end to end, one record at a time', ({ endToEnd }) => endToEnd),
  ]
}

function wholes(columns: Columns): string[] {
  const all = [columns.millrace, columns.fsync ?? columns.asItIs]
  const line = (title: string, of: (figures: EngineFigures) => number): string =>
    `| ${title} | ${all.map((one) => (one === undefined ? '–' : String(of(one)))).join(' | ')} |`
  return [
    '| The process | Millrace | Kafka |',
    '| --- | ---: | ---: |',
    line('start to first answer, ms', ({ startMs }) => startMs),
    line('resident when idle, MB', ({ idleMb }) => idleMb),
    line('resident at most, MB', ({ peakMb }) => peakMb),
  ]
}

const thousands = (value: number): string => Math.round(value).toLocaleString('en-GB')
const rate = (one: Figures | undefined): string =>
  one === undefined
    ? '–'
    : `${thousands(one.perSecond)} ±${Math.round(one.spread * 50)} %${one.clientCpu > CLIENT_LIMIT ? ' (c)' : ''}`
const ratio = (ours: Figures | undefined, theirs: Figures | undefined): string =>
  ours === undefined || theirs === undefined ? '–' : `**${(ours.perSecond / theirs.perSecond).toFixed(2)}**`
const cpu = (one: Figures | undefined): string =>
  one === undefined ? '–' : `${one.clientCpu.toFixed(2)} / ${one.serverCpu.toFixed(2)}`
const micros = (one: Figures | undefined): string => (one === undefined ? '–' : one.serverMicrosPerRecord.toFixed(1))
const times = (one: { p50Ms: number; p99Ms: number } | undefined): string =>
  one === undefined ? '–' : `${one.p50Ms.toFixed(2)} / ${one.p99Ms.toFixed(2)}`
