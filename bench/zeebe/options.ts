import { parseArgs } from 'node:util'

export interface ZeebeBenchOptions {
  readonly engines: readonly ('millrace' | 'zeebe')[]
  readonly seconds: number
  readonly runs: number
  /** Instances that have ended, and that wait for a message, before anything is measured. */
  readonly finished: number
  readonly waiting: number
  readonly json: boolean
}

const USAGE = `usage: npm run bench -- zeebe [--full] [--only millrace|zeebe] [--seconds N] [--runs N] [--finished N] [--waiting N] [--json]
  --full      5 runs of 10 seconds a row instead of 2 of 2
  --only      one engine, without ratios
  --finished  so many instances have ended before
  --waiting   so many instances wait for a message meanwhile
  --json      the figures as JSON instead of Markdown`

/** Reads the command line; prints the usage and ends the process when it asks for that or is wrong. */
export function zeebeBenchOptions(args: readonly string[]): ZeebeBenchOptions {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean', default: false } as const
  const options = {
    full: flag,
    json: flag,
    help: flag,
    only: text,
    seconds: text,
    runs: text,
    finished: text,
    waiting: text,
  }
  const { values } = parseArgs({ args: [...args], options })
  const engines = (['millrace', 'zeebe'] as const).filter((name) => (values.only ?? name) === name)
  const [seconds, runs] = [
    Number(values.seconds ?? (values.full ? 10 : 2)),
    Number(values.runs ?? (values.full ? 5 : 2)),
  ]
  const [finished, waiting] = [Number(values.finished ?? 0), Number(values.waiting ?? 0)]
  const wrong = [seconds, runs, finished + 1, waiting + 1].some((each) => !(each > 0))
  if (values.help || wrong || engines.length === 0) {
    console.error(USAGE)
    process.exit(values.help ? 0 : 2)
  }
  return { engines, seconds, runs, finished, waiting, json: values.json }
}
