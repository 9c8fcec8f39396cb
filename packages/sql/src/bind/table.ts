import type { TableExpression } from '../ast.ts'
import { type Table, type View, isHidden, sourceColumns } from '../catalog/table.ts'
import { retracts } from '../plan/changelog.ts'
import { intervalOf } from '../optimize/rules/interval-join.ts'
import { type Expr, mapExpr } from '../plan/expression.ts'
import type { Column, Plan } from '../plan/plan.ts'
import { limited } from '../plan/size.ts'
import { type Position, sqlError } from '../position.ts'
import { type SqlType, plain } from '../types/type.ts'
import type { Environment } from './environment.ts'
import { bindExpression, condition } from './expression.ts'
import { bindQuery } from './query.ts'
import { type Relation, type Scope, resolve } from './scope.ts'
import { bindWindow } from './window.ts'

export interface Bound {
  readonly plan: Plan
  readonly scope: Scope
}

/** What FROM names, as a plan with the scope of its columns. */
export function bindFrom(from: TableExpression, environment: Environment): Bound {
  switch (from.kind) {
    case 'table': {
      const plan = bindTable(from.name, environment, from)
      return single(renamed(plan, from.columns, from), from.alias ?? from.name.at(-1))
    }
    case 'subquery':
      return single(renamed(bindQuery(from.query, environment), from.columns, from), from.alias)
    case 'function':
      return single(bindWindow(from.call, environment), from.alias)
    case 'join':
      return bindJoin(from, environment)
  }
}

function single(plan: Plan, name: string | undefined): Bound {
  return { plan, scope: [{ name, columns: plan.columns, from: 0 }] }
}

/** A table, a view or a common table by name. */
export function bindTable(name: readonly string[], environment: Environment, at: Position): Plan {
  const common = name.length === 1 ? environment.common.get(name[0] as string) : undefined
  if (common !== undefined) return common
  const found = environment.catalog.existing(name, at)
  return found.kind === 'table' ? scanOf(found) : viewOf(found, environment)
}

function viewOf(view: View, { catalog }: Environment): Plan {
  return renamed(bindQuery(view.query, { catalog, common: new Map() }), view.columns, view.query)
}

/** The plan with other names for its columns. */
export function renamed(plan: Plan, names: readonly string[], at: Position): Plan {
  if (names.length === 0) return plan
  if (names.length !== plan.columns.length) {
    throw sqlError('SQL_VALIDATION', `${names.length} names for ${plan.columns.length} columns`, at)
  }
  return { ...plan, columns: plan.columns.map(({ type }, at) => ({ name: names[at] as string, type })) }
}

/** A source with its computed columns, the watermark on the column that is the event time. */
export function scanOf(table: Table): Plan {
  const read = sourceColumns(table)
  const source: Column[] = read.map(({ name, type }) => ({ name, type }))
  const scope: Scope = [{ name: undefined, columns: source, from: 0 }]
  const exprs = table.columns.map((column): Expr => {
    if (column.kind === 'computed') return bindExpression(column.expression, { scope })
    return { kind: 'column', index: read.indexOf(column), type: column.type }
  })
  const columns = table.columns.map((column, at): Column => {
    const { name } = column
    const { type: given } = exprs[at] as Expr
    const type: SqlType = name === table.watermark?.column ? { ...plain(given), time: 'rowtime' } : given
    return isHidden(column) ? { name, type, hidden: true } : { name, type }
  })
  const scan: Plan = { op: 'scan', table, columns: source, watermark: watermarkOf(table, columns, exprs) }
  const same = exprs.every((expr, at) => expr.kind === 'column' && expr.index === at)
  return same ? { ...scan, columns } : { op: 'project', input: scan, exprs, columns }
}

/** The watermark as an expression over the source's row: computed columns are put in. */
function watermarkOf(table: Table, columns: readonly Column[], exprs: readonly Expr[]): Expr | undefined {
  if (table.watermark === undefined) return undefined
  const scope: Scope = [{ name: undefined, columns, from: 0 }]
  const bound = bindExpression(table.watermark.expression, { scope })
  return mapExpr(bound, (expr) => (expr.kind === 'column' ? (exprs[expr.index] as Expr) : expr))
}

function bindJoin(from: Extract<TableExpression, { kind: 'join' }>, environment: Environment): Bound {
  const left = bindFrom(from.left, environment)
  const right = bindFrom(from.right, environment)
  const width = left.plan.columns.length
  const twice = right.scope.find(({ name }) => name !== undefined && left.scope.some((one) => one.name === name))
  if (twice !== undefined) {
    throw sqlError('SQL_VALIDATION', `Duplicate relation name '${twice.name}' in FROM clause: give it an alias`, from)
  }
  const moved: Relation[] = right.scope.map((relation) => ({ ...relation, from: relation.from + width }))
  const scope = [...left.scope, ...moved]
  const using = from.natural ? commonNames(left.scope, moved) : from.using
  if (using.length > 0 && from.type === 'full') throw sqlError('SQL_UNSUPPORTED', 'FULL JOIN with USING: say ON', from)
  const on = using.length > 0 ? usingCondition(using, left.scope, moved, from) : from.on
  const bound = on === undefined ? undefined : condition(bindExpression(on, { scope }), on)
  const padLeft = from.type === 'right' || from.type === 'full'
  const padRight = from.type === 'left' || from.type === 'full'
  const kept = from.type === 'right' ? 'right' : 'left'
  const near = bound !== undefined && intervalOf(bound, width) !== undefined
  const times = near && !retracts(left.plan) && !retracts(right.plan)
  const columns = [
    ...once(columnsOf(left.plan, padLeft, times), kept === 'left' ? [] : using),
    ...once(columnsOf(right.plan, padRight, times), kept === 'right' ? [] : using),
  ]
  const plan: Plan = {
    op: 'join',
    type: from.type === 'cross' ? 'inner' : from.type,
    left: left.plan,
    right: right.plan,
    condition: bound,
    leftKeys: [],
    rightKeys: [],
    columns,
  }
  const named = scope.map((relation) => {
    return { ...relation, columns: columns.slice(relation.from, relation.from + relation.columns.length) }
  })
  return { plan: limited(plan, from), scope: named }
}

/**
 * Times of joined rows are times no longer, because a join may hold a row back for as long as it likes; an interval join
 * does not.
 */
function columnsOf(plan: Plan, padded: boolean, times: boolean): Column[] {
  return plan.columns.map(({ type, ...column }) => ({
    ...column,
    type: { ...(times ? type : plain(type)), nullable: type.nullable || padded },
  }))
}

/** Columns that USING names stand once in the result: the other side's are hidden. */
function once(columns: readonly Column[], names: readonly string[]): Column[] {
  return columns.map((column) => (names.includes(column.name) ? { ...column, hidden: true } : column))
}

function commonNames(left: Scope, right: Scope): string[] {
  const names = (scope: Scope): string[] => scope.flatMap(({ columns }) => columns.map(({ name }) => name))
  const others = new Set(names(right))
  return [...new Set(names(left))].filter((name) => others.has(name))
}

function usingCondition(names: readonly string[], left: Scope, right: Scope, at: Position): TableExpressionCondition {
  const args = names.map((name) => {
    resolve(left, [name], at)
    resolve(right, [name], at)
    const [a, b] = [left, right].map(
      (scope) => ({ kind: 'name', parts: nameIn(scope, name), ...position(at) }) as const,
    )
    return { kind: 'call', name: '=', args: [a, b], ...position(at) } as TableExpressionCondition
  })
  return args.length === 1
    ? (args[0] as TableExpressionCondition)
    : { kind: 'call', name: 'AND', args, ...position(at) }
}

type TableExpressionCondition = NonNullable<Extract<TableExpression, { kind: 'join' }>['on']>

const position = ({ line, column }: Position): Position => ({ line, column })

/** With the table's name in front where it has one. */
function nameIn(scope: Scope, name: string): string[] {
  const owner = scope.find(({ columns }) => columns.some((column) => column.name === name))
  return owner?.name === undefined ? [name] : [owner.name, name]
}
