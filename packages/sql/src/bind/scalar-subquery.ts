import type { Expression } from '../ast.ts'
import type { Expr } from '../plan/expression.ts'
import type { Column, Plan } from '../plan/plan.ts'
import { limited } from '../plan/size.ts'
import { sqlError } from '../position.ts'
import { nullable } from '../types/type.ts'
import type { Environment } from './environment.ts'
import { bindQuery } from './query.ts'
import type { Bound } from './table.ts'

/** An input with the values of scalar subqueries behind its columns. */
export interface WithScalars {
  readonly input: Bound
  /** What each subquery became. */
  readonly values: ReadonlyMap<Expression, Expr>
}

/**
 * Queries that stand for one value: each is joined below, so that its value follows its tables. It must give one row at
 * most, and cannot name columns of the query around it.
 *
 * @throws Refusal SQL_VALIDATION, SQL_UNSUPPORTED
 */
export function withScalars(expressions: readonly Expression[], input: Bound, environment: Environment): WithScalars {
  const values = new Map<Expression, Expr>()
  let { plan } = input
  for (const expression of expressions.flatMap(queriesIn)) {
    const right = bindQuery(expression.query, environment)
    const [column, ...more] = right.columns
    if (column === undefined || more.length > 0) {
      throw sqlError('SQL_VALIDATION', `a scalar subquery gives one column, not ${right.columns.length}`, expression)
    }
    if (!givesOneRow(right)) {
      const text = 'a scalar subquery that may give several rows: aggregate over everything, or LIMIT 1'
      throw sqlError('SQL_UNSUPPORTED', text, expression)
    }
    const type = nullable(column.type)
    values.set(expression, { kind: 'column', index: plan.columns.length, type })
    const columns: Column[] = [...plan.columns, { name: `$scalar${values.size}`, type, hidden: true }]
    const none = { condition: undefined, leftKeys: [], rightKeys: [] }
    plan = limited({ op: 'join', type: 'left', left: plan, right, ...none, columns }, expression)
  }
  return { input: { ...input, plan }, values }
}

function queriesIn(expression: Expression): Extract<Expression, { kind: 'query' }>[] {
  switch (expression.kind) {
    case 'query':
      return [expression]
    case 'call':
      return expression.args.flatMap(queriesIn)
    case 'cast':
    case 'field':
      return queriesIn(expression.operand)
    case 'case':
      return [...expression.whens.flat(), ...(expression.otherwise ? [expression.otherwise] : [])].flatMap(queriesIn)
    default:
      return []
  }
}

function givesOneRow(plan: Plan): boolean {
  switch (plan.op) {
    case 'project':
    case 'filter':
      return givesOneRow(plan.input)
    case 'aggregate':
      return plan.keys.length === 0
    case 'values':
      return plan.rows.length <= 1
    case 'limit':
      return plan.count <= 1
    case 'top-n':
      return plan.partition.length === 0 && plan.to - plan.from <= 0
    default:
      return false
  }
}
