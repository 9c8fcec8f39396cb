import type { Insert } from '../ast.ts'
import { type Table, sinkColumns } from '../catalog/table.ts'
import { retracts } from '../plan/changelog.ts'
import type { Expr } from '../plan/expression.ts'
import type { Column, Plan } from '../plan/plan.ts'
import { type Position, sqlError } from '../position.ts'
import { castOf } from '../types/cast.ts'
import { isInteger, isNumeric, isString, isTimestamp, nullable, plain, type SqlType, typeText } from '../types/type.ts'
import type { Environment } from './environment.ts'
import { coerced } from './expression.ts'
import { bindQuery } from './query.ts'

/** INSERT INTO: columns go by position, not by name; types must fit without loss. */
export function bindInsert(insert: Insert, environment: Environment): Plan {
  const table = environment.catalog.existing(insert.table, insert)
  if (table.kind === 'view')
    throw sqlError('SQL_VALIDATION', `${insert.table.join('.')} is a view: nothing can be inserted`, insert)
  const query = bindQuery(insert.query, environment)
  const wanted = targets(table, insert)
  if (query.columns.length !== wanted.length) {
    const text = (columns: readonly Column[]): string =>
      columns.map(({ name, type }) => `${name}: ${typeText(plain(type))}`).join(', ')
    throw sqlError(
      'SQL_VALIDATION',
      `Column types of query result and sink for '${table.path.join('.')}' do not match. Query schema: [${text(query.columns)}]. Sink schema: [${text(wanted)}]`,
      insert,
    )
  }
  const columns = sinkColumns(table)
  const exprs = columns.map(({ name, type }): Expr => {
    const from = wanted.findIndex((column) => column.name === name)
    if (from < 0) return { kind: 'literal', value: null, type: nullable(type) }
    return assigned({ kind: 'column', index: from, type: (query.columns[from] as Column).type }, { name, type }, insert)
  })
  const input: Plan = { op: 'project', input: query, exprs, columns: columns.map(({ name, type }) => ({ name, type })) }
  return { op: 'sink', input, table, columns: input.columns }
}

/** A sink without a key takes rows only. Asked of the optimised plan: a window's aggregates never change. */
export function checkSink(plan: Plan, at: Position): Plan {
  if (plan.op !== 'sink') return plan
  const { input, table } = plan
  if (retracts(input) && table.primaryKey.length === 0 && !takesAnything(table)) {
    const text = `Table sink '${table.path.join('.')}' doesn't support consuming update and delete changes: give it a PRIMARY KEY (… ) NOT ENFORCED`
    throw sqlError('SQL_VALIDATION', text, at)
  }
  return plan
}

/** Sinks that only print or drop what they get. */
function takesAnything({ options }: Table): boolean {
  return options['connector'] === 'print' || options['connector'] === 'blackhole'
}

function targets(table: Table, { columns: names, ...at }: Insert): Column[] {
  const columns = sinkColumns(table)
  if (names.length === 0) return columns.map(({ name, type }) => ({ name, type }))
  return names.map((name) => {
    const found = columns.find((column) => column.name === name)
    if (found === undefined) throw sqlError('SQL_VALIDATION', `Column '${name}' is not in ${table.path[2]}`, at)
    return found
  })
}

function assigned(expr: Expr, { name, type }: Column, insert: Insert): Expr {
  const cast = castOf(expr.type, type) !== undefined
  if (cast && implicit(plain(expr.type), type)) return coerced(expr, type)
  const text = `Column '${name}': a value of type ${typeText(nullable(plain(expr.type)))} does not go into ${typeText(nullable(type))} without a CAST`
  throw sqlError('SQL_VALIDATION', text, insert)
}

/** Flink's implicit casts: within numbers, strings, binaries and timestamps. */
function implicit(from: SqlType, to: SqlType): boolean {
  if (from.name === 'NULL' || from.name === to.name) return true
  if (isNumeric(from) && isNumeric(to)) return !isInteger(to) || widens(from, to)
  if (isString(from) && isString(to)) return true
  if (from.name.endsWith('BINARY') && to.name.endsWith('BINARY')) return true
  return isTimestamp(from) && (isTimestamp(to) || to.name === 'DATE' || to.name === 'TIME')
}

const WHOLE = ['TINYINT', 'SMALLINT', 'INT', 'BIGINT']

const widens = (from: SqlType, to: SqlType): boolean =>
  isInteger(from) && WHOLE.indexOf(from.name) <= WHOLE.indexOf(to.name)
