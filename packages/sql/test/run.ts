import { END_OF_TIME, INSERT, KIND_SYMBOLS, type Kind, type Row } from '@millrace/dataflow'
import { Catalog, type Outcome, type Plan, Session, type Table, compileJob } from '../src/index.ts'

/** Records of a table in the order of their coming; a watermark of each row is moved to at once. */
export type Inputs = Readonly<Record<string, readonly (Row | readonly [Kind, Row])[]>>

export const context = { now: () => Date.UTC(2026, 0, 1), random: () => 0.5 }

export function sessionWith(...ddl: string[]): Session {
  const session = new Session(new Catalog())
  for (const statement of ddl) session.execute(statement)
  return session
}

export function plansOf(outcome: Outcome): readonly Plan[] {
  if (outcome.kind === 'query') return [outcome.plan]
  if (outcome.kind === 'insert') return outcome.plans
  throw new Error(`${outcome.kind} has no plan`)
}

/** The changelog that a statement gives for these inputs, table by table in the order of their naming. */
export function changelog(session: Session, sql: string, inputs: Inputs = {}): string[] {
  const lines: string[] = []
  const receive = (_table: Table | undefined, kind: Kind, row: Row): void => {
    lines.push(
      `${KIND_SYMBOLS[kind]} ${row.map((value) => (value === null ? 'NULL' : value instanceof Uint8Array ? Buffer.from(value).toString() : String(value))).join(' ')}`,
    )
  }
  const job = compileJob(plansOf(session.execute(sql)), { ...context, receive })
  job.start()
  for (const [name, records] of Object.entries(inputs)) {
    for (const source of job.sources.filter(({ table }) => table.path[2] === name)) {
      for (const record of records) {
        const [kind, row] = isChange(record) ? record : [INSERT, record]
        job.graph.push(source.node, kind as Kind, row)
        const mark = source.watermark?.(row)
        if (typeof mark === 'number') job.graph.watermark(source.node, mark)
      }
    }
  }
  for (const source of job.sources) job.graph.watermark(source.node, END_OF_TIME)
  return lines
}

/** The value of one expression, as a row of text. */
export function valueOf(expression: string): unknown {
  let found: unknown
  const job = compileJob(plansOf(sessionWith().execute(`SELECT ${expression}`)), {
    ...context,
    receive: (_table, _kind, row) => void (found = row[0]),
  })
  job.start()
  return found
}

function isChange(record: Row | readonly [Kind, Row]): record is readonly [Kind, Row] {
  return typeof record[0] === 'number' && Array.isArray(record[1])
}
