import type { Call, Expression, Select, SelectItem } from '../ast.ts'
import { type Expr, conjunction } from '../plan/expression.ts'
import type { Column, Plan } from '../plan/plan.ts'
import { sqlError } from '../position.ts'
import { BIGINT } from '../types/type.ts'
import { Grouping, hasAggregate } from './aggregate.ts'
import type { Environment } from './environment.ts'
import { type Binding, bindExpression, condition, refuseNull } from './expression.ts'
import { type WithScalars, withScalars } from './scalar-subquery.ts'
import { bindSubquery } from './subquery.ts'
import { type Bound, bindFrom } from './table.ts'

/** SELECT … FROM … WHERE … GROUP BY … HAVING …. */
export function bindSelect(select: Select, environment: Environment): Plan {
  const from = select.from === undefined ? oneRow : bindFrom(select.from, environment)
  const items = select.items.flatMap((item) => expanded(item, from))
  const grouped =
    select.groupBy !== undefined ||
    select.having !== undefined ||
    items.some(({ expression }) => hasAggregate(expression))
  const inWhere = select.where === undefined ? [] : [select.where]
  const inItems = grouped ? [] : items.map(({ expression }) => expression)
  const { input: wide, values } = withScalars([...inWhere, ...inItems], from, environment)
  const input = bindWhere(select.where, wide, values, environment)
  const plan = grouped ? bindGrouped(select, items, input) : bindRows(items, input, values)
  return select.distinct ? distinct(plan) : plan
}

const oneRow: Bound = { plan: { op: 'values', rows: [[]], columns: [] }, scope: [] }

type Scalars = WithScalars['values']

function bindWhere(where: Expression | undefined, from: Bound, values: Scalars, environment: Environment): Bound {
  if (where === undefined) return from
  let input = from
  const rest: Expr[] = []
  for (const part of where.kind === 'call' && where.name === 'AND' ? where.args : [where]) {
    if (hasAggregate(part)) throw sqlError('SQL_VALIDATION', 'aggregates belong into HAVING, not WHERE', part)
    const joined = bindSubquery(part, input, environment)
    if (joined === undefined)
      rest.push(condition(bindExpression(part, { scope: input.scope, intercept: (one) => values.get(one) }), part))
    else input = joined
  }
  const all = conjunction(rest)
  if (all === undefined) return input
  return { scope: input.scope, plan: { op: 'filter', input: input.plan, condition: all, columns: input.plan.columns } }
}

/** `*` and `t.*` as the columns that they stand for. */
function expanded(item: SelectItem, { scope }: Bound): SelectItem[] {
  const { expression } = item
  if (expression.kind !== 'star') return [item]
  const [wanted] = expression.qualifier.slice(-1)
  const relations = wanted === undefined ? scope : scope.filter(({ name }) => name === wanted)
  if (relations.length === 0)
    throw sqlError(
      'SQL_VALIDATION',
      wanted === undefined ? 'SELECT * needs FROM' : `no table '${wanted}' in FROM`,
      expression,
    )
  const { line, column } = expression
  return relations.flatMap(({ name, columns }) =>
    columns.flatMap((one): SelectItem | [] => {
      if (one.hidden === true) return []
      return {
        expression: { kind: 'name', parts: name === undefined ? [one.name] : [name, one.name], line, column },
        alias: one.name,
      }
    }),
  )
}

function bindGrouped(select: Select, items: readonly SelectItem[], input: Bound): Plan {
  const grouping = new Grouping(input, select.groupBy ?? [])
  const exprs = items.map(({ expression }) => bindExpression(expression, grouping.binding))
  const having = select.having && condition(bindExpression(select.having, grouping.binding), select.having)
  const aggregate = grouping.plan()
  const filtered: Plan =
    having === undefined ? aggregate : { op: 'filter', input: aggregate, condition: having, columns: aggregate.columns }
  return project(filtered, exprs, items)
}

function project(input: Plan, exprs: readonly Expr[], items: readonly SelectItem[]): Plan {
  exprs.forEach((expr, at) => refuseNull(expr, (items[at] as SelectItem).expression))
  const columns = exprs.map(({ type }, at): Column => ({ name: nameOf(items[at] as SelectItem, at), type }))
  return { op: 'project', input, exprs, columns }
}

function nameOf({ alias, expression }: SelectItem, at: number): string {
  if (alias !== undefined) return alias
  if (expression.kind === 'name') return expression.parts.at(-1) as string
  if (expression.kind === 'call' && expression.bare === true) return expression.name
  return expression.kind === 'field' && !expression.field.startsWith('EXPR$') ? expression.field : `EXPR$${at}`
}

/** A projection; ROW_NUMBER() OVER (…) is put behind the columns first. */
function bindRows(items: readonly SelectItem[], input: Bound, values: Scalars): Plan {
  const ranks = items.flatMap(({ expression }) => (isRank(expression) ? [expression] : []))
  const [rank] = ranks
  if (ranks.length > 1) throw sqlError('SQL_UNSUPPORTED', 'more than one OVER in a SELECT', ranks[1])
  const binding: Binding = { scope: input.scope, intercept: (one) => values.get(one) }
  if (rank === undefined) {
    return project(
      input.plan,
      items.map(({ expression }) => bindExpression(expression, binding)),
      items,
    )
  }
  const ranked = bindRank(rank, input)
  const index = ranked.columns.length - 1
  const intercept = (expression: Expression): Expr | undefined => {
    return expression === rank
      ? { kind: 'column', index, type: { ...BIGINT, nullable: false } }
      : values.get(expression)
  }
  return project(
    ranked,
    items.map(({ expression }) => bindExpression(expression, { ...binding, intercept })),
    items,
  )
}

function isRank(expression: Expression): expression is Call {
  return expression.kind === 'call' && expression.over !== undefined && expression.name === 'ROW_NUMBER'
}

function bindRank(call: Call, { plan, scope }: Bound): Plan {
  const { partition = [], order = [] } = call.over ?? {}
  const computed: Expr[] = []
  const columnOf = (expression: Expression): number => {
    const bound = bindExpression(expression, { scope })
    return bound.kind === 'column' ? bound.index : plan.columns.length + computed.push(bound) - 1
  }
  if (order.length === 0) throw sqlError('SQL_VALIDATION', 'ROW_NUMBER() OVER needs ORDER BY', call)
  const keys = partition.map(columnOf)
  const sorting = order.map(({ expression, ...how }) => ({ column: columnOf(expression), ...how }))
  const input = withComputed(plan, computed)
  const columns = [...input.columns, { name: 'rank', type: { ...BIGINT, nullable: false } }]
  return { op: 'rank', input, partition: keys, order: sorting, columns }
}

/** The plan with more columns behind its own. */
export function withComputed(input: Plan, computed: readonly Expr[]): Plan {
  if (computed.length === 0) return input
  const own = input.columns.map(({ type }, index): Expr => ({ kind: 'column', index, type }))
  const more = computed.map(({ type }, at): Column => ({ name: `$o${at}`, type }))
  return { op: 'project', input, exprs: [...own, ...computed], columns: [...input.columns, ...more] }
}

/** Each row once: a grouping by all columns. */
export function distinct(input: Plan): Plan {
  return { op: 'aggregate', input, keys: input.columns.map((_, at) => at), calls: [], columns: input.columns }
}
