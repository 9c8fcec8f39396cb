import type { ColumnDefinition, CreateTable, LikeClause } from '../ast.ts'
import type { Catalog } from '../catalog/catalog.ts'
import type { Table, TableColumn } from '../catalog/table.ts'
import { type Position, sqlError } from '../position.ts'
import { isTimestamp, nullable, typeText } from '../types/type.ts'
import { scanOf } from './table.ts'

/** The table that CREATE TABLE describes, checked. @throws Refusal SQL_VALIDATION */
export function tableOf(create: CreateTable, catalog: Catalog): Table {
  const like = create.like === undefined ? undefined : likeOf(create.like, create, catalog)
  const columns = [...(like?.columns ?? []), ...create.columns.map((column) => columnOf(column, create.primaryKey))]
  checkNames(columns, create)
  const table: Table = {
    kind: 'table',
    path: catalog.path(create.name),
    columns,
    primaryKey: create.primaryKey.length > 0 ? create.primaryKey : (like?.primaryKey ?? []),
    watermark: create.watermark ?? like?.watermark,
    options: { ...like?.options, ...create.options },
    comment: create.comment,
    ...(create.temporary ? { temporary: true } : {}),
  }
  return checkedTable(table, create)
}

/** A column as it was defined; a computed one gets its type when the table is checked. */
export function columnOf(column: ColumnDefinition, primaryKey: readonly string[]): TableColumn {
  const { name, comment } = column
  if (column.kind === 'computed') {
    const { expression, text } = column
    return { kind: 'computed', name, comment, type: { name: 'NULL', nullable: true }, expression, text }
  }
  if (column.kind === 'metadata') {
    return { kind: 'metadata', name, comment, type: column.type, key: column.key, virtual: column.virtual }
  }
  const type = primaryKey.includes(name) ? nullable(column.type, false) : column.type
  return { kind: 'physical', name, comment, type }
}

/** What is taken over from the table that LIKE names. */
function likeOf({ name, choices }: LikeClause, create: CreateTable, catalog: Catalog): Table {
  const found = catalog.existing(name, create)
  if (found.kind === 'view') throw sqlError('SQL_VALIDATION', 'LIKE takes a table, not a view', create)
  const taken = (feature: string): boolean => (choices.get(feature) ?? choices.get('ALL')) !== 'EXCLUDING'
  const own = new Set(create.columns.map((column) => column.name))
  const columns = found.columns.filter((column) => {
    if (column.kind === 'computed')
      return taken('GENERATED') && !(own.has(column.name) && choices.get('GENERATED') === 'OVERWRITING')
    if (column.kind === 'metadata')
      return taken('METADATA') && !(own.has(column.name) && choices.get('METADATA') === 'OVERWRITING')
    return true
  })
  return {
    ...found,
    columns,
    primaryKey: taken('CONSTRAINTS') ? found.primaryKey : [],
    watermark: taken('WATERMARKS') ? found.watermark : undefined,
    options: taken('OPTIONS') ? found.options : {},
  }
}

function checkNames(columns: readonly TableColumn[], create: CreateTable): void {
  const names = columns.map(({ name }) => name)
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice !== undefined) throw sqlError('SQL_VALIDATION', `Column '${twice}' is defined twice`, create)
  const missing = [...create.primaryKey, ...(create.watermark === undefined ? [] : [create.watermark.column])].find(
    (name) => !names.includes(name),
  )
  if (missing !== undefined)
    throw sqlError('SQL_VALIDATION', `Column '${missing}' is named by a key or watermark but not defined`, create)
  if (columns.length === 0 && create.as === undefined) throw sqlError('SQL_VALIDATION', 'a table needs columns', create)
}

/** With the types of computed columns, which their expressions give; checks the watermark. */
export function checkedTable(table: Table, at: Position): Table {
  const { columns } = scanOf({ ...table, watermark: undefined })
  const complete = {
    ...table,
    columns: table.columns.map((column, n) => ({ ...column, type: columns[n]?.type ?? column.type })),
  }
  const time = complete.columns.find(({ name }) => name === table.watermark?.column)
  if (time !== undefined && (!isTimestamp(time.type) || (time.type.precision ?? 0) > 3)) {
    throw sqlError(
      'SQL_VALIDATION',
      `the watermark's column '${time.name}' must be TIMESTAMP(0..3) or TIMESTAMP_LTZ(0..3), not ${typeText(time.type)}`,
      at,
    )
  }
  scanOf(complete)
  return complete
}
