import { parseArgs } from 'node:util'

export const SCENARIOS = [
  'produce',
  'transactions',
  'streams',
  'store',
  'orders',
  'fulfilment',
  'tickets',
  'engine',
  'sql',
  'pizza',
] as const
export type Scenario = (typeof SCENARIOS)[number]

export interface CrashOptions {
  /** Kills of the platform, or of a service, in each scenario. */
  readonly cycles: number
  readonly seed: number
  readonly scenarios: readonly Scenario[]
}

const USAGE = `usage: npm run test:crash -- [--cycles N] [--seed N] [--only ${SCENARIOS.join('|')}]`

/** Reads the command line; prints the usage and ends the process when it asks for that or is wrong. */
export function crashOptions(args: readonly string[]): CrashOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      cycles: { type: 'string', default: '20' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      only: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  const [cycles, seed] = [Number(values.cycles), Number(values.seed)]
  const scenarios = SCENARIOS.filter((name) => (values.only ?? name) === name)
  const wrong = !Number.isInteger(cycles) || cycles < 1 || !Number.isInteger(seed) || scenarios.length === 0
  if (values.help || wrong) {
    console.error(USAGE)
    process.exit(values.help ? 0 : 2)
  }
  return { cycles, seed, scenarios }
}
