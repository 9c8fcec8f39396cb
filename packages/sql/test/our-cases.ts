import { END_OF_TIME, INSERT, KIND_SYMBOLS, type Kind, type Row } from '@millrace/dataflow'
import { Refusal } from '@millrace/kernel'
import {
  Catalog,
  type Outcome,
  type Plan,
  Session,
  type SqlType,
  type Table,
  compileJob,
  printed,
  recordReader,
} from '../src/index.ts'
import type { CaseFile, CaseTable, FlinkCase, Golden } from './cases.ts'

type Rows = (string | null)[][]
type Answer = Omit<Golden, 'title' | 'sql'>

const context = { now: () => Date.UTC(2026, 0, 1), random: () => 0.5 }
const ZONE = 'table.local-time-zone'

/** What our engine answers to a case, in the words in which real Flink's answers are recorded. */
export function ourAnswer(file: CaseFile, one: FlinkCase): Answer {
  const session = new Session(new Catalog())
  const text = one.statements.join(' ')
  for (const { ddl } of file.tables.filter(({ name }) => new RegExp(`\\b${name}\\b`).test(text))) session.execute(ddl)
  const rows: Rows = []
  try {
    let answer: Answer = { columns: [], rows: [] }
    for (const statement of one.statements) answer = run(session, statement, file.tables, rows)
    return answer
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { columns: [], rows, error: `${CLASSES[error.code] ?? error.code}: ${error.message}` }
  }
}

const DONE: Answer = { columns: [['result', 'VARCHAR(2147483647)']], rows: [['+I', 'OK']] }

const CLASSES: Readonly<Record<string, string>> = {
  SQL_PARSE: 'parse',
  SQL_VALIDATION: 'planning',
  SQL_UNSUPPORTED: 'planning',
  SQL_LIMIT: 'planning',
  SQL_RUNTIME: 'runtime',
}

function run(session: Session, statement: string, tables: readonly CaseTable[], rows: Rows): Answer {
  const outcome: Outcome = session.execute(statement)
  switch (outcome.kind) {
    case 'query': {
      runJob([outcome.plan], tables, session.settings, rows)
      return { columns: outcome.plan.columns.map(({ name, type }) => [name, flinkType(type)]), rows }
    }
    case 'rows':
      return {
        columns: outcome.columns.map(({ name, type }) => [name, flinkType(type)]),
        rows: outcome.rows.map((row) => [
          '+I',
          ...row.map((value, at) => printed(value, outcome.columns[at]?.type as SqlType)),
        ]),
      }
    case 'insert':
      runJob(outcome.plans, tables, session.settings, [])
      return DONE
    default:
      return DONE
  }
}

function runJob(
  plans: readonly Plan[],
  tables: readonly CaseTable[],
  settings: ReadonlyMap<string, string>,
  rows: Rows,
): void {
  const zone = settings.get(ZONE) ?? 'UTC'
  const types = plans[0]?.columns.map(({ type }) => type) ?? []
  const receive = (_table: Table | undefined, kind: Kind, row: Row): void => {
    rows.push([KIND_SYMBOLS[kind], ...row.map((value, at) => printed(value, types[at] as SqlType, zone))])
  }
  const job = compileJob(plans, { ...context, settings, receive })
  job.start()
  for (const source of job.sources) {
    const read = recordReader(source.table)
    const records = tables.find(({ name }) => name === source.table.path[2])?.records ?? []
    for (const [offset, record] of records.entries()) {
      const place = { topic: source.table.path[2], partition: 0, offset, timestamp: 0, key: null }
      const change = read({ ...place, value: Buffer.from(record) })
      if (change === undefined) continue
      job.graph.push(source.node, INSERT, change.row)
      const mark = source.watermark?.(change.row)
      if (typeof mark === 'number') job.graph.watermark(source.node, mark)
    }
    job.graph.watermark(source.node, END_OF_TIME)
  }
}

/** A type in the words of the gateway's JSON. */
function flinkType(type: SqlType): string {
  return `${flinkName(type)}${type.nullable ? '' : ' NOT NULL'}`
}

function flinkName(type: SqlType): string {
  switch (type.name) {
    case 'INT':
      return 'INTEGER'
    case 'DECIMAL':
      return `DECIMAL(${type.precision}, ${type.scale})`
    case 'CHAR':
    case 'VARCHAR':
    case 'BINARY':
    case 'VARBINARY':
      return `${type.name}(${type.length})`
    case 'TIME':
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return `${type.name}(${type.precision})`
    case 'INTERVAL_DAY_TIME':
    case 'INTERVAL_YEAR_MONTH':
      return `${type.name}(2)`
    case 'ARRAY':
      return `ARRAY<${flinkType(type.element as SqlType)}>`
    case 'MULTISET':
      return `MULTISET<${flinkType(type.element as SqlType)}>`
    case 'MAP':
      return `MAP<${flinkType(type.key as SqlType)}, ${flinkType(type.element as SqlType)}>`
    case 'ROW':
      return `ROW<${(type.fields ?? []).map(({ name, type: field }) => `${name} ${flinkType(field)}`).join(', ')}>`
    default:
      return type.name
  }
}
