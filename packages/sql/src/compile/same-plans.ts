import { type Expr, mapExpr } from '../plan/expression.ts'
import { type Plan, inputsOf } from '../plan/plan.ts'

/**
 * Numbers plans so that two that do the same have one number: a job computes them once. A step that gives another value
 * each time is the same as no other.
 */
export class SamePlans {
  readonly #numbers = new Map<string, number>()
  readonly #known = new Map<Plan, number>()
  readonly #objects = new Map<object, number>()
  #next = 0

  numberOf(plan: Plan): number {
    const known = this.#known.get(plan) ?? this.#number(plan)
    this.#known.set(plan, known)
    return known
  }

  #number(plan: Plan): number {
    const inputs = inputsOf(plan).map((input) => this.numberOf(input))
    if (expressionsOf(plan).some(isVolatile)) return this.#next++
    const own = Object.entries(plan).filter(([name]) => !NOT_ITS_OWN.has(name))
    const text = JSON.stringify([own, inputs], (_name, value: unknown) => this.#plain(value))
    const number = this.#numbers.get(text) ?? this.#next++
    this.#numbers.set(text, number)
    return number
  }

  /** Functions and tables are the same when they are one object; all else is compared by what it holds. */
  #plain(value: unknown): unknown {
    if (typeof value === 'bigint') return ['bigint', String(value)]
    if (typeof value === 'number')
      return Number.isFinite(value) && !Object.is(value, -0) ? value : ['number', `${value} ${1 / value}`]
    if (typeof value !== 'object' || value === null) return value
    if (value instanceof Map) return ['map', ...value]
    if (!('make' in value) && !('options' in value)) return value
    const number = this.#objects.get(value) ?? this.#objects.size
    this.#objects.set(value, number)
    return ['object', number]
  }
}

/** Names of columns do not matter, nor how much of a table is read: that is found out from all who read it. */
const NOT_ITS_OWN = new Set(['input', 'inputs', 'left', 'right', 'columns', 'wanted'])

function expressionsOf(plan: Plan): readonly Expr[] {
  switch (plan.op) {
    case 'filter':
      return [plan.condition]
    case 'project':
      return plan.exprs
    case 'values':
      return plan.rows.flat()
    case 'join':
      return plan.condition === undefined ? [] : [plan.condition]
    default:
      return []
  }
}

function isVolatile(expr: Expr): boolean {
  let found = false
  mapExpr(expr, (one) => {
    found ||= one.kind === 'call' && one.fn.volatile === true
    return one
  })
  return found
}
