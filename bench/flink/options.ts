import { parseArgs } from 'node:util'
import { nexmarkQueries } from '@millrace/testkit'

export interface FlinkBenchOptions {
  readonly engines: readonly ('millrace' | 'flink')[]
  /** Names of Nexmark's queries. */
  readonly queries: readonly string[]
  readonly events: number
  readonly runs: number
  /** Where rows go: into nothing, or into files of JSON (queries whose results are never taken back). */
  readonly sink: 'blackhole' | 'filesystem'
  readonly json: boolean
}

const USAGE = `usage: npm run bench -- flink [--full] [--events N] [--runs N] [--only millrace|flink] [--query q0]… [--sink blackhole|filesystem] [--json]
  --full      2000000 events and 3 runs of each query instead of 200000 and 1
  --events    how many events, seeded: the same ones each time
  --only      one engine, without ratios
  --query     only this query; may be given again
  --sink      where the rows go; blackhole by default
  --json      the figures as JSON instead of Markdown`

/** Reads the command line; prints the usage and ends the process when it asks for that or is wrong. */
export function flinkBenchOptions(args: readonly string[]): FlinkBenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      full: { type: 'boolean', default: false },
      events: { type: 'string' },
      runs: { type: 'string' },
      only: { type: 'string' },
      query: { type: 'string', multiple: true },
      sink: { type: 'string', default: 'blackhole' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const engines = (['millrace', 'flink'] as const).filter((name) => (values.only ?? name) === name)
  const sink = (['blackhole', 'filesystem'] as const).find((name) => name === values.sink)
  const queries = nexmarkQueries.map(({ name }) => name).filter((name) => values.query?.includes(name) ?? true)
  const events = Number(values.events ?? (values.full ? 2_000_000 : 200_000))
  const runs = Number(values.runs ?? (values.full ? 3 : 1))
  const wrong = [events, runs].some((each) => !Number.isInteger(each) || each < 1)
  if (values.help || wrong || engines.length === 0 || queries.length === 0 || sink === undefined) {
    console.error(USAGE)
    process.exit(values.help ? 0 : 2)
  }
  return { engines, queries, events, runs, sink, json: values.json }
}
