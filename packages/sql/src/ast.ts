import type { Position } from './position.ts'
import type { SqlType } from './types/type.ts'

/** Statements as they were written, with positions; nothing is resolved yet. */
export type Expression = Position &
  (
    | { readonly kind: 'literal'; readonly value: unknown; readonly type: SqlType }
    | { readonly kind: 'name'; readonly parts: readonly string[] }
    | { readonly kind: 'star'; readonly qualifier: readonly string[] }
    /** Operators are calls too: `+`, `AND`, `IS NULL`, `LIKE`. */
    | Call
    | { readonly kind: 'cast'; readonly operand: Expression; readonly type: SqlType; readonly safe: boolean }
    | {
        readonly kind: 'case'
        readonly whens: readonly (readonly [condition: Expression, result: Expression])[]
        readonly otherwise: Expression | undefined
      }
    | { readonly kind: 'field'; readonly operand: Expression; readonly field: string }
    | { readonly kind: 'query'; readonly query: Query }
    | { readonly kind: 'exists'; readonly query: Query }
    | {
        readonly kind: 'in-query'
        readonly operands: readonly Expression[]
        readonly query: Query
        readonly not: boolean
      }
    | { readonly kind: 'symbol'; readonly text: string }
    | { readonly kind: 'table'; readonly name: readonly string[]; readonly partition: readonly string[] }
    | { readonly kind: 'named-argument'; readonly name: string; readonly value: Expression }
  )

export interface Call extends Position {
  readonly kind: 'call'
  readonly name: string
  readonly args: readonly Expression[]
  readonly distinct?: boolean
  readonly filter?: Expression
  readonly over?: Over
  /** Written without parentheses, as CURRENT_DATE: a column of it has this name. */
  readonly bare?: true
  /** JSON_VALUE … RETURNING. */
  readonly returning?: SqlType
}

export interface Over {
  readonly partition: readonly Expression[]
  readonly order: readonly OrderItem[]
  readonly frame: boolean
}

export interface OrderItem {
  readonly expression: Expression
  readonly descending: boolean
  /** NULLS FIRST or LAST; first when ascending and last when descending by default. */
  readonly nulls?: 'first' | 'last'
}

export interface Query extends Position {
  readonly kind: 'query'
  readonly with: readonly CommonTable[]
  readonly body: QueryBody
  readonly order: readonly OrderItem[]
  readonly limit: number | undefined
  readonly offset: number
}

export interface CommonTable extends Position {
  readonly name: string
  readonly columns: readonly string[]
  readonly query: Query
}

export type QueryBody =
  | Select
  | (Position & { readonly kind: 'values'; readonly rows: readonly (readonly Expression[])[] })
  | (Position & { readonly kind: 'union'; readonly inputs: readonly QueryBody[]; readonly all: boolean })
  | Query

export interface SelectItem {
  readonly expression: Expression
  readonly alias: string | undefined
}

export interface Select extends Position {
  readonly kind: 'select'
  readonly distinct: boolean
  readonly items: readonly SelectItem[]
  readonly from: TableExpression | undefined
  readonly where: Expression | undefined
  readonly groupBy: readonly Expression[] | undefined
  readonly having: Expression | undefined
}

export type JoinKind = 'inner' | 'left' | 'right' | 'full' | 'cross'

export type TableExpression = Position &
  (
    | {
        readonly kind: 'table'
        readonly name: readonly string[]
        readonly alias: string | undefined
        readonly columns: readonly string[]
      }
    | {
        readonly kind: 'subquery'
        readonly query: Query
        readonly alias: string | undefined
        readonly columns: readonly string[]
      }
    | { readonly kind: 'function'; readonly call: Call; readonly alias: string | undefined }
    | {
        readonly kind: 'join'
        readonly type: JoinKind
        readonly left: TableExpression
        readonly right: TableExpression
        readonly on: Expression | undefined
        readonly using: readonly string[]
        readonly natural: boolean
      }
  )

export type ColumnDefinition = Position & { readonly name: string; readonly comment: string | undefined } & (
    | { readonly kind: 'physical'; readonly type: SqlType }
    | { readonly kind: 'metadata'; readonly type: SqlType; readonly key: string; readonly virtual: boolean }
    | { readonly kind: 'computed'; readonly expression: Expression; readonly text: string }
  )

export interface CreateTable extends Position {
  readonly kind: 'create-table'
  readonly name: readonly string[]
  readonly temporary: boolean
  readonly ifNotExists: boolean
  readonly columns: readonly ColumnDefinition[]
  readonly primaryKey: readonly string[]
  readonly watermark: { readonly column: string; readonly expression: Expression; readonly text: string } | undefined
  readonly options: Readonly<Record<string, string>>
  readonly comment: string | undefined
  readonly as: Query | undefined
  readonly like: LikeClause | undefined
}

/** LIKE t (INCLUDING …, EXCLUDING …, OVERWRITING …). */
export interface LikeClause {
  readonly name: readonly string[]
  /** What is said of each feature; ALL stands for those that are not named. */
  readonly choices: ReadonlyMap<string, 'INCLUDING' | 'EXCLUDING' | 'OVERWRITING'>
}

/** What ALTER TABLE or ALTER VIEW does. */
export type Alteration =
  | { readonly kind: 'rename'; readonly to: readonly string[] }
  | { readonly kind: 'rename-column'; readonly from: string; readonly to: string }
  | { readonly kind: 'add' | 'modify'; readonly elements: TableElements; readonly places: ReadonlyMap<string, Place> }
  | { readonly kind: 'drop'; readonly columns: readonly string[] }
  | { readonly kind: 'drop-primary-key' | 'drop-watermark' }
  | { readonly kind: 'set'; readonly options: Readonly<Record<string, string>> }
  | { readonly kind: 'reset'; readonly keys: readonly string[] }
  | { readonly kind: 'as'; readonly query: Query; readonly text: string }

/** FIRST, or AFTER a column. */
export type Place = { readonly first: true } | { readonly after: string }

export type TableElements = Pick<CreateTable, 'columns' | 'primaryKey' | 'watermark'>

export interface Insert extends Position {
  readonly kind: 'insert'
  readonly table: readonly string[]
  readonly columns: readonly string[]
  readonly query: Query
}

export type Statement = Position &
  (
    | CreateTable
    | Insert
    | Query
    | { readonly kind: 'statement-set'; readonly inserts: readonly Insert[] }
    | {
        readonly kind: 'create-view'
        readonly name: readonly string[]
        readonly temporary: boolean
        readonly ifNotExists: boolean
        readonly columns: readonly string[]
        readonly query: Query
        readonly text: string
      }
    | { readonly kind: 'create-database'; readonly name: readonly string[]; readonly ifNotExists: boolean }
    | {
        readonly kind: 'drop'
        readonly object: DropObject
        readonly name: readonly string[]
        readonly ifExists: boolean
        readonly temporary: boolean
        readonly cascade: boolean
      }
    | {
        readonly kind: 'alter'
        readonly object: 'table' | 'view'
        readonly name: readonly string[]
        readonly ifExists: boolean
        readonly alteration: Alteration
      }
    | { readonly kind: 'explain'; readonly statement: Statement; readonly details: readonly string[] }
    | { readonly kind: 'describe'; readonly name: readonly string[] }
    | {
        readonly kind: 'show'
        readonly what: ShowObject
        readonly name: readonly string[]
        /** SHOW … [NOT] LIKE pattern. */
        readonly like: { readonly pattern: string; readonly not: boolean } | undefined
      }
    | { readonly kind: 'set'; readonly key: string | undefined; readonly value: string }
    | { readonly kind: 'reset'; readonly key: string | undefined }
    | { readonly kind: 'use'; readonly object: 'database' | 'catalog'; readonly name: readonly string[] }
    | { readonly kind: 'stop-job'; readonly job: string }
    | { readonly kind: 'describe-job'; readonly job: string }
  )

export type DropObject = 'table' | 'view' | 'database'
export type ShowObject =
  | 'tables'
  | 'views'
  | 'catalogs'
  | 'databases'
  | 'functions'
  | 'jobs'
  | 'current catalog'
  | 'current database'
  | 'create table'
  | 'create view'
  | 'columns'
