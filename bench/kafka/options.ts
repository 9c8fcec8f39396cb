import { parseArgs } from 'node:util'

/** What is to be run and how long. */
export interface BenchOptions {
  readonly engines: readonly ('millrace' | 'kafka')[]
  readonly seconds: number
  readonly runs: number
  readonly json: boolean
}

const USAGE = `usage: npm run bench -- kafka [--full] [--only millrace|kafka] [--seconds N] [--runs N] [--json]
  --full      5 runs of 5 seconds a row instead of 3 of 1 (about 15 minutes instead of 4)
  --only      one engine, without ratios
  --json      the figures as JSON instead of Markdown`

/** Reads the command line; prints the usage and ends the process when it asks for that or is wrong. */
export function benchOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      full: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      only: { type: 'string' },
      seconds: { type: 'string' },
      runs: { type: 'string' },
    },
  })
  const engines = (['millrace', 'kafka'] as const).filter((name) => (values.only ?? name) === name)
  if (values.help || engines.length === 0) {
    console.error(USAGE)
    process.exit(values.help ? 0 : 2)
  }
  const seconds = Number(values.seconds ?? (values.full ? 5 : 1))
  const runs = Number(values.runs ?? (values.full ? 5 : 3))
  return { engines, seconds, runs, json: values.json }
}
