import { parseArgs } from 'node:util'

export const SCENARIOS = [
  'produce',
  'transactions',
  'streams',
  'topologies',
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
  /** How many orders run in the scenario of that name. */
  readonly orders: number
  /** In that scenario, a kill every so many ms, of the next process that is up; else after the one before is ready again. */
  readonly killEveryMs: number | undefined
}

const USAGE = `usage: npm run test:crash -- [--cycles N] [--seed N] [--only ${SCENARIOS.join('|')}]
       --only orders takes [--orders N] [--kill-every MS] besides`

/** Reads the command line; prints the usage and ends the process when it asks for that or is wrong. */
export function crashOptions(args: readonly string[]): CrashOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      cycles: { type: 'string', default: '20' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      only: { type: 'string' },
      orders: { type: 'string', default: '100' },
      'kill-every': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  const [cycles, seed, orders] = [values.cycles, values.seed, values.orders].map(Number) as [number, number, number]
  const killEveryMs = values['kill-every'] === undefined ? undefined : Number(values['kill-every'])
  const scenarios = SCENARIOS.filter((name) => (values.only ?? name) === name)
  const isCount = (count: number): boolean => Number.isInteger(count) && count >= 1
  const wrong = ![cycles, orders, killEveryMs ?? 1].every(isCount) || !Number.isInteger(seed) || scenarios.length === 0
  if (values.help || wrong) {
    console.error(USAGE)
    process.exit(values.help ? 0 : 2)
  }
  return { cycles, seed, scenarios, orders, killEveryMs }
}
