import type { Query } from '../ast.ts'
import type { Expression } from '../ast.ts'
import type { SqlType } from '../types/type.ts'

/** Where a table stands: [catalog, database, name]. */
export type TablePath = readonly [catalog: string, database: string, name: string]

export type TableColumn = { readonly name: string; readonly type: SqlType; readonly comment?: string | undefined } & (
  | { readonly kind: 'physical' }
  | { readonly kind: 'metadata'; readonly key: string; readonly virtual: boolean }
  | { readonly kind: 'computed'; readonly expression: Expression; readonly text: string }
)

/** Confluent's name for a record's own time: a column of every topic's table that `*` leaves out. */
export const ROWTIME = '$rowtime'

/** Whether a column is there without having been declared by anybody. */
export function isHidden({ kind, name }: TableColumn): boolean {
  return kind === 'metadata' && name === ROWTIME
}

export interface Watermark {
  readonly column: string
  readonly expression: Expression
  readonly text: string
}

export interface Table {
  readonly kind: 'table'
  readonly path: TablePath
  readonly columns: readonly TableColumn[]
  readonly primaryKey: readonly string[]
  readonly watermark: Watermark | undefined
  readonly options: Readonly<Record<string, string>>
  readonly comment?: string | undefined
  /** Of one session alone. */
  readonly temporary?: boolean
}

export interface View {
  readonly kind: 'view'
  readonly path: TablePath
  readonly columns: readonly string[]
  readonly query: Query
  readonly text: string
  /** Of one session alone. */
  readonly temporary?: boolean
}

/** Columns that a record holds: those that a source reads, in the order of its rows. */
export function sourceColumns({ columns }: Table): TableColumn[] {
  return columns.filter(({ kind }) => kind !== 'computed')
}

/** Columns that an INSERT writes. */
export function sinkColumns({ columns }: Table): TableColumn[] {
  return columns.filter((column) => column.kind === 'physical' || (column.kind === 'metadata' && !column.virtual))
}

/** Whether the table's records say only the newest row of a key; without a connector a primary key means so. */
export function isUpsert({ options, primaryKey }: Table): boolean {
  const connector = options['connector']
  return connector === 'upsert-kafka' || (connector === undefined && primaryKey.length > 0)
}
