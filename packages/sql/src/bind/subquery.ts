import type { Expression, Query } from '../ast.ts'
import { scalarFunctions } from '../functions/index.ts'
import type { ScalarFunction } from '../functions/function.ts'
import { type Expr, conjunction } from '../plan/expression.ts'
import type { Plan } from '../plan/plan.ts'
import { limited } from '../plan/size.ts'
import { type Position, sqlError } from '../position.ts'
import type { Environment } from './environment.ts'
import { applyFunction, bindExpression, condition } from './expression.ts'
import { bindQuery } from './query.ts'
import { type Bound, bindFrom } from './table.ts'

/** A part of WHERE with IN (query) or EXISTS as a semi or anti join; undefined when it is neither. */
export function bindSubquery(part: Expression, outer: Bound, environment: Environment): Bound | undefined {
  const negated =
    part.kind === 'call' &&
    part.name === 'NOT' &&
    (part.args[0]?.kind === 'exists' || part.args[0]?.kind === 'in-query')
  const inner = negated ? (part.args[0] as Expression) : part
  if (inner.kind === 'exists') return exists(inner.query, outer, environment, negated)
  if (inner.kind !== 'in-query') return undefined
  const right = bindQuery(inner.query, environment)
  if (right.columns.length !== inner.operands.length) {
    throw sqlError(
      'SQL_VALIDATION',
      `IN compares ${inner.operands.length} value(s) with ${right.columns.length} column(s)`,
      inner,
    )
  }
  const anti = inner.not !== negated
  const width = outer.plan.columns.length
  const parts = inner.operands.map((operand, at) => {
    const left = bindExpression(operand, { scope: outer.scope })
    const column: Expr = {
      kind: 'column',
      index: width + at,
      type: (right.columns[at] as Plan['columns'][number]).type,
    }
    return equality(left, column, operand, anti)
  })
  return joined(outer, right, conjunction(parts), anti, inner)
}

/** For NOT IN a null on either side is a match that keeps the row out, as SQL has it. */
function equality(a: Expr, b: Expr, at: Expression, anti: boolean): Expr {
  const apply = (name: string, args: readonly Expr[]): Expr => {
    const { line, column } = at
    return applyFunction(scalarFunctions.get(name) as ScalarFunction, args, {
      kind: 'call',
      name,
      args: [],
      line,
      column,
    })
  }
  const equal = apply('=', [a, b])
  if (!anti || (!a.type.nullable && !b.type.nullable)) return equal
  return { kind: 'or', args: [equal, apply('IS NULL', [a]), apply('IS NULL', [b])], type: equal.type }
}

/** EXISTS of a plain SELECT … FROM … WHERE; the WHERE may name columns of the outer query. */
function exists(query: Query, outer: Bound, environment: Environment, anti: boolean): Bound {
  const select = query.body
  if (select.kind !== 'select' || select.from === undefined || select.groupBy !== undefined || query.with.length > 0) {
    throw sqlError('SQL_UNSUPPORTED', 'EXISTS of anything but SELECT … FROM … WHERE', query)
  }
  const right = bindFrom(select.from, environment)
  const width = outer.plan.columns.length
  const scope = [...right.scope.map((one) => ({ ...one, from: one.from + width })), ...outer.scope]
  const where = select.where
  const on =
    where === undefined
      ? undefined
      : condition(bindExpression(where, { scope: innerFirst(scope, right.scope.length) }), where)
  return joined(outer, right.plan, on, anti, query)
}

/** A name without a table means the inner query's column when both have one. */
function innerFirst(scope: Bound['scope'], inner: number): Bound['scope'] {
  const own = new Set(scope.slice(0, inner).flatMap(({ columns }) => columns.map(({ name }) => name)))
  return scope.map((relation, at) => {
    if (at < inner) return relation
    return {
      ...relation,
      columns: relation.columns.map((column) =>
        own.has(column.name) && relation.name === undefined ? { ...column, name: '' } : column,
      ),
    }
  })
}

function joined({ plan, scope }: Bound, right: Plan, on: Expr | undefined, anti: boolean, at: Position): Bound {
  const join: Plan = {
    op: 'join',
    type: anti ? 'anti' : 'semi',
    left: plan,
    right,
    condition: on,
    leftKeys: [],
    rightKeys: [],
    columns: plan.columns,
  }
  return { plan: limited(join, at), scope }
}
