import type { Expression, Query, QueryBody } from '../ast.ts'
import type { Expr } from '../plan/expression.ts'
import { retracts } from '../plan/changelog.ts'
import type { Column, Plan, SortKey } from '../plan/plan.ts'
import { limited } from '../plan/size.ts'
import { sqlError } from '../position.ts'
import { commonType } from '../types/common-type.ts'
import type { SqlType } from '../types/type.ts'
import type { Environment } from './environment.ts'
import { bindExpression, coerced, refuseNull } from './expression.ts'
import { resolve } from './scope.ts'
import { bindSelect, distinct } from './select.ts'
import { renamed } from './table.ts'

/** A query as a plan. @throws Refusal SQL_VALIDATION, SQL_UNSUPPORTED */
export function bindQuery(query: Query, environment: Environment): Plan {
  const common = new Map(environment.common)
  for (const { name, columns, query: inner, line, column } of query.with) {
    common.set(name, renamed(bindQuery(inner, { ...environment, common }), columns, { line, column }))
  }
  const inner = { ...environment, common }
  const plan = bindBody(query.body, inner)
  const hidden = sortedBesides(query, plan)
  if (hidden.length === 0 || query.body.kind !== 'select') return paged(plan, query)
  const items = hidden.map((expression, at) => ({ expression, alias: `$o${at}` }))
  const wide = bindBody({ ...query.body, items: [...query.body.items, ...items] }, inner)
  return narrowed(paged(wide, query, hidden), plan.columns)
}

/** What ORDER BY names that is no column of the result: it is computed beside them and left out afterwards. */
function sortedBesides({ order, body }: Query, plan: Plan): Expression[] {
  if (body.kind !== 'select' || body.distinct) return []
  return order.flatMap(({ expression }) => (isResult(expression, plan) ? [] : [expression]))
}

function isResult(expression: Expression, { columns }: Plan): boolean {
  if (expression.kind === 'literal') return true
  const name = expression.kind === 'name' ? expression.parts.at(-1) : undefined
  return name !== undefined && columns.some((column) => column.name === name)
}

function narrowed(input: Plan, columns: readonly Column[]): Plan {
  const exprs = columns.map(({ type }, index): Expr => ({ kind: 'column', index, type }))
  return { op: 'project', input, exprs, columns }
}

function bindBody(body: QueryBody, environment: Environment): Plan {
  switch (body.kind) {
    case 'select':
      return bindSelect(body, environment)
    case 'query':
      return bindQuery(body, environment)
    case 'values':
      return bindValues(body)
    case 'union': {
      const inputs = body.inputs.map((input) => bindBody(input, environment))
      const plan = limited(union(inputs, body), body)
      return body.all ? plan : distinct(plan)
    }
  }
}

function bindValues({ rows, line, column }: Extract<QueryBody, { kind: 'values' }>): Plan {
  const bound = rows.map((row) => row.map((one) => bindExpression(one, { scope: [] })))
  bound.forEach((row, at) => row.forEach((one, n) => refuseNull(one, rows[at]?.[n] ?? { line, column })))
  const width = bound[0]?.length ?? 0
  if (bound.some((row) => row.length !== width)) {
    throw sqlError('SQL_VALIDATION', 'rows of VALUES have different numbers of columns', { line, column })
  }
  const columns = Array.from({ length: width }, (_, at): Column => {
    return {
      name: `EXPR$${at}`,
      type: commonOf(
        bound.map((row) => (row[at] as Expr).type),
        { line, column },
      ),
    }
  })
  return {
    op: 'values',
    rows: bound.map((row) => row.map((one, at) => coerced(one, (columns[at] as Column).type))),
    columns,
  }
}

function commonOf(types: readonly SqlType[], at: { line: number; column: number }): SqlType {
  const found = types.reduce<SqlType | undefined>((type, one) => type && commonType(type, one), types[0])
  if (found === undefined) throw sqlError('SQL_VALIDATION', 'the rows have types with nothing in common', at)
  return found
}

/** UNION ALL: names of the first arm, the common type of each column. */
function union(inputs: readonly Plan[], at: Extract<QueryBody, { kind: 'union' }>): Plan {
  const first = inputs[0] as Plan
  inputs.forEach((input, arm) => {
    if (input.columns.length === first.columns.length) return
    const text = `arm ${arm + 1} of UNION has ${input.columns.length} columns, and the first has ${first.columns.length}`
    throw sqlError('SQL_VALIDATION', text, at.inputs[arm])
  })
  const columns = first.columns.map(({ name }, index): Column => {
    const types = inputs.map((input) => (input.columns[index] as Column).type)
    const [time] = types.map(({ time }) => time)
    const type = commonOf(types, at)
    return { name, type: time !== undefined && types.every((one) => one.time === time) ? { ...type, time } : type }
  })
  return { op: 'union', inputs: inputs.map((input) => castTo(input, columns)), columns }
}

/** The plan with its columns in these types. */
export function castTo(input: Plan, columns: readonly Column[]): Plan {
  const exprs = input.columns.map(({ type }, index) =>
    coerced({ kind: 'column', index, type }, (columns[index] as Column).type),
  )
  if (exprs.every(({ kind }) => kind === 'column')) return input
  return {
    op: 'project',
    input,
    exprs,
    columns: exprs.map(({ type }, at) => ({ name: (columns[at] as Column).name, type })),
  }
}

function paged(input: Plan, { order, limit, offset, line, column }: Query, hidden: readonly Expression[] = []): Plan {
  const at = { line, column }
  if (order.length > 0 && limit === undefined) {
    throw sqlError(
      'SQL_UNSUPPORTED',
      'ORDER BY without LIMIT over a stream: it would never give its first row',
      order[0]?.expression ?? at,
    )
  }
  if (limit === undefined) {
    if (offset > 0) throw sqlError('SQL_UNSUPPORTED', 'OFFSET without LIMIT', at)
    return input
  }
  const keys = order.map(({ expression, ...how }): SortKey => {
    const at = hidden.indexOf(expression)
    return { column: at < 0 ? sortColumn(expression, input) : input.columns.length - hidden.length + at, ...how }
  })
  if (keys.length === 0 && !retracts(input)) return { op: 'limit', input, count: limit, offset, columns: input.columns }
  return {
    op: 'top-n',
    input,
    partition: [],
    order: keys,
    from: offset + 1,
    to: offset + limit,
    withRank: false,
    columns: input.columns,
  }
}

/** A column of the result by name, alias or number. */
function sortColumn(expression: Expression, input: Plan): number {
  if (expression.kind === 'literal' && typeof expression.value === 'number') {
    if (expression.value >= 1 && expression.value <= input.columns.length) return expression.value - 1
    throw sqlError(
      'SQL_VALIDATION',
      `ORDER BY ${expression.value}: there are ${input.columns.length} columns`,
      expression,
    )
  }
  if (expression.kind !== 'name')
    throw sqlError('SQL_UNSUPPORTED', 'ORDER BY an expression here: give it an alias in SELECT', expression)
  return resolve([{ name: undefined, columns: input.columns, from: 0 }], expression.parts.slice(-1), expression).index
}
