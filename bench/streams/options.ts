import { parseArgs } from 'node:util'
import { ROWS, type RowName } from './rows.ts'

export interface StreamsBenchOptions {
  readonly broker: 'millrace' | 'kafka'
  readonly rows: readonly RowName[]
  /** Records of the input of the topologies. */
  readonly records: number
  /** Keys of the view that is rebuilt. */
  readonly keys: number
  readonly runs: number
  readonly json: boolean
}

const USAGE = `usage: npm run bench -- streams [--broker millrace|kafka] [--row ${ROWS.join('|')}]… [--records N] [--keys N] [--runs N] [--json]
  --broker    what all of them run on; millrace by default
  --row       only this row; may be given again
  --records   of the input of each topology, 400000 by default
  --keys      of the view that is rebuilt, 1000000 by default
  --runs      of each row and contender, 3 by default
  --json      the figures as JSON instead of Markdown`

/** Reads the command line; prints the usage and ends the process when it asks for that or is wrong. */
export function streamsBenchOptions(args: readonly string[]): StreamsBenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      broker: { type: 'string', default: 'millrace' },
      row: { type: 'string', multiple: true },
      records: { type: 'string', default: '400000' },
      keys: { type: 'string', default: '1000000' },
      runs: { type: 'string', default: '3' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const rows = ROWS.filter((name) => values.row?.includes(name) ?? true)
  const [records, keys, runs] = [values.records, values.keys, values.runs].map(Number) as [number, number, number]
  const broker = (['millrace', 'kafka'] as const).find((name) => name === values.broker)
  const wrong = [records, keys, runs].some((each) => !Number.isInteger(each) || each < 1)
  if (values.help || wrong || rows.length === 0 || broker === undefined) {
    console.error(USAGE)
    process.exit(values.help ? 0 : 2)
  }
  return { broker, rows, records, keys, runs, json: values.json }
}
