import { type Position, sqlError } from '../position.ts'
import type { Column } from '../plan/plan.ts'

/** Columns that names may mean: one part of FROM each, in the order of the row. */
export interface Relation {
  readonly name: string | undefined
  readonly columns: readonly Column[]
  /** Index of its first column in the row. */
  readonly from: number
}

export type Scope = readonly Relation[]

export interface Found {
  readonly index: number
  readonly column: Column
  /** Parts of the name behind the column: fields of a ROW. */
  readonly rest: readonly string[]
}

/** The column that a name means. @throws Refusal SQL_VALIDATION when there is none, or more than one */
export function resolve(scope: Scope, parts: readonly string[], at: Position): Found {
  const [first = '', second, ...rest] = parts
  const qualified = scope.find(({ name }) => name === first)
  if (qualified !== undefined && second !== undefined) {
    const index = qualified.columns.findIndex(({ name }) => name === second)
    if (qualified.columns.slice(index + 1).some(({ name }) => name === second)) {
      throw sqlError('SQL_VALIDATION', `Column '${second}' is ambiguous`, at)
    }
    if (index >= 0) return { index: qualified.from + index, column: qualified.columns[index] as Column, rest }
  }
  const found = scope.flatMap(({ columns, from }) => {
    return columns.flatMap((column, index) => (column.name === first ? [{ index: from + index, column }] : []))
  })
  const shown = found.filter(({ column }) => column.hidden !== true)
  const [only] = shown.length > 0 ? shown : found
  if (only === undefined) throw notFound(scope, parts, at)
  if (shown.length > 1 || (shown.length === 0 && found.length > 1))
    throw sqlError('SQL_VALIDATION', `Column '${first}' is ambiguous: put the table's name in front`, at)
  return { ...only, rest: parts.slice(1) }
}

function notFound(scope: Scope, parts: readonly string[], at: Position): Error {
  const known = scope.flatMap(({ columns }) => columns.map(({ name }) => name))
  const wanted = parts.join('.')
  const near = known.find((name) => name.toLowerCase() === (parts.at(-1) ?? '').toLowerCase())
  const hint = near === undefined ? `there are ${known.slice(0, 20).join(', ') || 'none'}` : `did you mean '${near}'?`
  return sqlError('SQL_VALIDATION', `Column '${wanted}' not found in any table: ${hint}`, at)
}
