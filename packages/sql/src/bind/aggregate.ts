import type { Call, Expression } from '../ast.ts'
import { aggregateFunctions } from '../functions/aggregate.ts'
import type { Expr } from '../plan/expression.ts'
import type { AggregateExpr, Column, Plan } from '../plan/plan.ts'
import { sqlError } from '../position.ts'
import { nullable, plain, typeText } from '../types/type.ts'
import { type Binding, bindExpression, condition } from './expression.ts'
import type { Bound } from './table.ts'

/** Whether an aggregate function is called in it, outside of subqueries. */
export function hasAggregate(expression: Expression): boolean {
  switch (expression.kind) {
    case 'call':
      return (
        (aggregateFunctions.has(expression.name) && expression.over === undefined) || expression.args.some(hasAggregate)
      )
    case 'cast':
    case 'field':
      return hasAggregate(expression.operand)
    case 'case':
      return [...expression.whens.flat(), ...(expression.otherwise ? [expression.otherwise] : [])].some(hasAggregate)
    default:
      return false
  }
}

/** An expression without its positions: equal texts mean the same. */
function shape(expression: Expression): string {
  return JSON.stringify(expression, (name, value: unknown) =>
    name === 'line' || name === 'column' ? undefined : typeof value === 'bigint' ? String(value) : value,
  )
}

/**
 * GROUP BY: what the functions need is projected first, then aggregated. Expressions bound with the result's `binding`
 * see group keys and results only.
 */
export class Grouping {
  readonly #input: Bound
  readonly #keys: readonly { readonly shape: string; readonly expr: Expr; readonly name: string }[]
  readonly #inputs: Expr[]
  readonly #calls: AggregateExpr[] = []
  readonly #seen = new Map<string, number>()

  constructor(input: Bound, groupBy: readonly Expression[]) {
    this.#input = input
    this.#keys = groupBy.map((key, at) => {
      const expr = bindExpression(key, { scope: input.scope })
      const name = key.kind === 'name' ? (key.parts.at(-1) as string) : `$f${at}`
      return { shape: shape(key), expr, name }
    })
    this.#inputs = this.#keys.map(({ expr }) => expr)
  }

  get binding(): Binding {
    return { scope: [], intercept: (expression) => this.#take(expression) }
  }

  /** The aggregation, once everything above it has been bound. */
  plan(): Plan {
    const keys = this.#keys.map(({ name, expr }): Column => ({ name, type: expr.type }))
    const projected = this.#inputs.map(({ type }, at): Column => keys[at] ?? { name: `$f${at}`, type })
    const input: Plan = { op: 'project', input: this.#input.plan, exprs: this.#inputs, columns: projected }
    const results = this.#calls.map(({ fn, type }, at): Column => ({ name: `${fn.name}$${at}`, type }))
    return { op: 'aggregate', input, keys: keys.map((_, at) => at), calls: this.#calls, columns: [...keys, ...results] }
  }

  #take(expression: Expression): Expr | undefined {
    if (expression.kind === 'literal' || expression.kind === 'symbol') return undefined
    const own = shape(expression)
    const key = this.#keys.findIndex((one) => one.shape === own || this.#sameColumn(one.expr, expression))
    if (key >= 0) return { kind: 'column', index: key, type: (this.#keys[key] as { expr: Expr }).expr.type }
    if (expression.kind === 'name') {
      bindExpression(expression, { scope: this.#input.scope })
      throw sqlError('SQL_VALIDATION', `Expression '${expression.parts.join('.')}' is not being grouped`, expression)
    }
    if (expression.kind !== 'call' || !aggregateFunctions.has(expression.name)) return undefined
    const at = this.#seen.get(own) ?? this.#add(expression, own)
    return { kind: 'column', index: this.#keys.length + at, type: (this.#calls[at] as AggregateExpr).type }
  }

  #sameColumn(key: Expr, expression: Expression): boolean {
    if (key.kind !== 'column' || expression.kind !== 'name') return false
    const bound = bindExpression(expression, { scope: this.#input.scope })
    return bound.kind === 'column' && bound.index === key.index
  }

  #add(call: Call, own: string): number {
    const fn = aggregateFunctions.get(call.name)
    if (fn === undefined || call.over !== undefined) throw sqlError('SQL_UNSUPPORTED', `${call.name} OVER`, call)
    const star = call.args[0]?.kind === 'star'
    const args = star ? [] : call.args
    if (args.length < fn.arity[0] || args.length > fn.arity[1]) {
      throw sqlError('SQL_VALIDATION', `${fn.name} with ${args.length} argument(s): ${fn.doc}`, call)
    }
    const argument =
      args[0] === undefined ? undefined : this.#project(bindExpression(args[0], { scope: this.#input.scope }))
    const argumentType =
      argument === undefined ? { name: 'BIGINT' as const, nullable: false } : (this.#inputs[argument] as Expr).type
    const known = fn.type(plain(argumentType))
    const mayBeNothing = (this.#keys.length === 0 && fn.name !== 'LISTAGG') || call.filter !== undefined
    const type = known && (known.nullable ? nullable(known, argumentType.nullable || mayBeNothing) : known)
    if (type === undefined)
      throw sqlError('SQL_VALIDATION', `Cannot apply '${fn.name}' to ${typeText(argumentType)}`, call)
    const filter =
      call.filter === undefined
        ? undefined
        : this.#project(condition(bindExpression(call.filter, { scope: this.#input.scope }), call.filter))
    const constant = args[1]?.kind === 'literal' ? args[1].value : undefined
    this.#seen.set(own, this.#calls.length)
    return this.#calls.push({ fn, argument, constant, distinct: call.distinct ?? false, filter, type }) - 1
  }

  #project(expr: Expr): number {
    const known = this.#inputs.findIndex(
      (one) => one.kind === 'column' && expr.kind === 'column' && one.index === expr.index,
    )
    return known >= 0 ? known : this.#inputs.push(expr) - 1
  }
}
