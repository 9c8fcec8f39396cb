import type { Insert, Statement } from '../ast.ts'
import { bindInsert, checkSink } from '../bind/insert.ts'
import { bindQuery } from '../bind/query.ts'
import { alter } from '../bind/alter.ts'
import { tableOf } from '../bind/ddl.ts'
import { renamed } from '../bind/table.ts'
import type { Catalog } from '../catalog/catalog.ts'
import type { Table, View } from '../catalog/table.ts'
import { likeMatcher } from '../functions/like.ts'
import { optimize } from '../optimize/optimize.ts'
import { parseStatement } from '../parse/statement.ts'
import { explain } from '../plan/explain.ts'
import type { Column, Plan } from '../plan/plan.ts'
import { sqlError } from '../position.ts'
import { BOOLEAN, STRING } from '../types/type.ts'
import { describeRows, showCreate, showRows } from './show.ts'

/** What a statement comes to: rows at once, or plans that a job has to run. */
export type Outcome =
  | { readonly kind: 'ok' }
  | { readonly kind: 'rows'; readonly columns: readonly Column[]; readonly rows: readonly (readonly unknown[])[] }
  | { readonly kind: 'query'; readonly plan: Plan }
  | { readonly kind: 'insert'; readonly plans: readonly Plan[] }
  | { readonly kind: 'created'; readonly table: Table; readonly insert: Plan | undefined }
  | { readonly kind: 'dropped'; readonly table: Table }
  | { readonly kind: 'stop-job'; readonly job: string }
  | { readonly kind: 'describe-job'; readonly job: string }
  | { readonly kind: 'show-jobs' }

const text = (name: string): Column => ({ name, type: STRING })
const rows = (names: readonly string[], values: readonly (readonly unknown[])[]): Outcome => ({
  kind: 'rows',
  columns: names.map(text),
  rows: values,
})

/** SHOW … LIKE: the rows whose first column fits. */
function likeRows(outcome: Outcome, like: Extract<Statement, { kind: 'show' }>['like']): Outcome {
  if (like === undefined || outcome.kind !== 'rows') return outcome
  const fits = likeMatcher(like.pattern)
  return { ...outcome, rows: outcome.rows.filter(([name]) => fits(String(name)) !== like.not) }
}

const RUNTIME_MODES = ['STREAMING', 'BATCH', 'AUTOMATIC']

/** @throws Refusal SQL_VALIDATION, SQL_UNSUPPORTED for values that no job could take */
function checkSetting(key: string, value: string, at: Statement): void {
  if (key !== 'execution.runtime-mode' || RUNTIME_MODES.includes(value.toUpperCase())) return
  throw sqlError('SQL_VALIDATION', `'${key}' = '${value}': say one of ${RUNTIME_MODES.join(', ')}`, at)
}

/** A result's columns have names of their own: of those that are named alike, the later ones get a number. */
function toldApart(plan: Plan): Plan {
  const used = new Set<string>()
  const columns = plan.columns.map((column) => {
    let { name } = column
    for (let n = 0; used.has(name); n++) name = `${column.name}${n}`
    used.add(name)
    return { ...column, name }
  })
  return { ...plan, columns }
}

/** One client's catalogue, current database and settings. Runs what needs no job, and plans the rest. */
export class Session {
  readonly catalog: Catalog
  readonly settings = new Map<string, string>()

  constructor(catalog: Catalog) {
    this.catalog = catalog
  }

  /** @throws Refusal SQL_PARSE, SQL_VALIDATION, SQL_UNSUPPORTED, SQL_LIMIT */
  execute(sql: string): Outcome {
    return this.run(parseStatement(sql))
  }

  run(statement: Statement): Outcome {
    switch (statement.kind) {
      case 'query':
        return { kind: 'query', plan: toldApart(this.#query(statement)) }
      case 'insert':
        return { kind: 'insert', plans: [this.#insert(statement)] }
      case 'statement-set':
        return { kind: 'insert', plans: statement.inserts.map((insert) => this.#insert(insert)) }
      case 'explain':
        return rows(['result'], [[this.#explain(statement.statement)]])
      case 'describe':
        return this.#describe(statement.name, statement)
      case 'show':
        if (statement.what === 'create table' || statement.what === 'create view') {
          return rows(['result'], [[showCreate(this.catalog.existing(statement.name, statement))]])
        }
        if (statement.what === 'jobs') return { kind: 'show-jobs' }
        if (statement.what === 'columns') return this.#describe(statement.name, statement)
        return likeRows(rows(...showRows(statement.what, this.catalog)), statement.like)
      case 'stop-job':
      case 'describe-job':
        return { kind: statement.kind, job: statement.job }
      default:
        return this.#define(statement)
    }
  }

  #define(
    statement: Exclude<
      Statement,
      { kind: 'query' | 'insert' | 'statement-set' | 'explain' | 'describe' | 'show' | 'stop-job' | 'describe-job' }
    >,
  ): Outcome {
    const { catalog } = this
    switch (statement.kind) {
      case 'create-table':
        return this.#createTable(statement)
      case 'create-view': {
        const { name, columns, query, text: source, temporary } = statement
        renamed(bindQuery(query, { catalog, common: new Map() }), columns, statement)
        const view: View = { kind: 'view', path: catalog.path(name), columns, query, text: source }
        catalog.add(temporary ? { ...view, temporary } : view, statement.ifNotExists, statement)
        return { kind: 'ok' }
      }
      case 'create-database':
        catalog.createDatabase(statement.name, statement.ifNotExists, statement)
        return { kind: 'ok' }
      case 'drop': {
        if (statement.object === 'database') {
          catalog.dropDatabase(statement.name, statement.ifExists, statement, statement.cascade)
          return { kind: 'ok' }
        }
        const dropped = catalog.drop(statement.name, statement.object, statement.ifExists, statement)
        return dropped?.kind === 'table' ? { kind: 'dropped', table: dropped } : { kind: 'ok' }
      }
      case 'alter':
        alter(statement, catalog)
        return { kind: 'ok' }
      case 'use':
        catalog.use(statement.object, statement.name, statement)
        return { kind: 'ok' }
      case 'set':
        if (statement.key === undefined) return rows(['key', 'value'], [...this.settings].toSorted())
        checkSetting(statement.key, statement.value, statement)
        this.settings.set(statement.key, statement.value)
        return { kind: 'ok' }
      case 'reset':
        if (statement.key === undefined) this.settings.clear()
        else this.settings.delete(statement.key)
        return { kind: 'ok' }
    }
  }

  #createTable(statement: Extract<Statement, { kind: 'create-table' }>): Outcome {
    const { catalog } = this
    if (statement.as === undefined) {
      const table = tableOf(statement, catalog)
      catalog.add(table, statement.ifNotExists, statement)
      return { kind: 'created', table, insert: undefined }
    }
    const { columns } = bindQuery(statement.as, { catalog, common: new Map() })
    const at = { line: statement.line, column: statement.column }
    const definitions = columns.map(({ name, type }) => ({
      kind: 'physical' as const,
      name,
      type,
      comment: undefined,
      ...at,
    }))
    const table = tableOf({ ...statement, columns: definitions, as: undefined }, catalog)
    catalog.add(table, statement.ifNotExists, statement)
    const insert: Insert = { kind: 'insert', table: statement.name, columns: [], query: statement.as, ...at }
    return { kind: 'created', table, insert: this.#insert(insert) }
  }

  #query(statement: Extract<Statement, { kind: 'query' }>): Plan {
    return optimize(bindQuery(statement, { catalog: this.catalog, common: new Map() }))
  }

  #insert(statement: Insert): Plan {
    return checkSink(optimize(bindInsert(statement, { catalog: this.catalog, common: new Map() })), statement)
  }

  #explain(statement: Statement): string {
    const environment = { catalog: this.catalog, common: new Map() }
    const inserts =
      statement.kind === 'insert' ? [statement] : statement.kind === 'statement-set' ? statement.inserts : []
    const bound =
      statement.kind === 'query'
        ? [bindQuery(statement, environment)]
        : inserts.map((one) => bindInsert(one, environment))
    if (bound.length === 0) throw sqlError('SQL_UNSUPPORTED', 'EXPLAIN of anything but queries and inserts', statement)
    const part = (title: string, plans: readonly Plan[]): string =>
      `== ${title} ==\n${plans.map((plan) => explain(plan)).join('\n')}\n`
    return `${part('Bound Plan', bound)}\n${part(
      'Optimized Plan',
      bound.map((plan) => checkSink(optimize(plan), statement)),
    )}`
  }

  #describe(name: readonly string[], at: Statement): Outcome {
    const columns: Column[] = ['name', 'type', 'null', 'key', 'extras', 'watermark'].map((one) => {
      return one === 'null' ? { name: one, type: BOOLEAN } : text(one)
    })
    const found = this.catalog.existing(name, at)
    const commented = found.kind === 'table' && found.columns.some(({ comment }) => comment !== undefined)
    if (commented) columns.push(text('comment'))
    const view =
      found.kind === 'view' ? bindQuery(found.query, { catalog: this.catalog, common: new Map() }).columns : []
    return { kind: 'rows', columns, rows: describeRows(found, view, commented) }
  }
}
