import type { Row } from '@millrace/dataflow'
import type { RuntimeContext } from '../functions/function.ts'
import type { Expr } from '../plan/expression.ts'
import { sqlError } from '../position.ts'
import { type Cast, castOf } from '../types/cast.ts'
import { typeText } from '../types/type.ts'

/** An expression as a function of a row. */
export type Compiled = (row: Row) => unknown

/** Compiles an expression once for a job. @throws Refusal SQL_VALIDATION for casts that can never be */
export function compileExpr(expr: Expr, context: RuntimeContext): Compiled {
  switch (expr.kind) {
    case 'column': {
      const { index } = expr
      return (row) => row[index]
    }
    case 'literal': {
      const { value } = expr
      return () => value
    }
    case 'call':
      return compileCall(expr, context)
    case 'cast':
      return compileCast(expr, context)
    case 'and':
    case 'or':
      return compileLogical(expr, context)
    case 'case':
      return compileCase(expr, context)
    case 'field': {
      const operand = compileExpr(expr.operand, context)
      return (row) => (operand(row) as unknown[] | null)?.[expr.index] ?? null
    }
  }
}

function compileCall({ fn, args, type }: Extract<Expr, { kind: 'call' }>, context: RuntimeContext): Compiled {
  if (fn.name === 'IN' && args.length > 8 && args.slice(1).every(({ kind }) => kind === 'literal')) {
    return compileLargeIn(args, context)
  }
  const evaluate = fn.make(
    args.map((arg) => arg.type),
    type,
    context,
  ) as (...values: unknown[]) => unknown
  const values = args.map((arg) => compileExpr(arg, context))
  const [a, b] = values
  const own = fn.nulls === 'own'
  if (a === undefined) return () => evaluate()
  if (values.length === 1) {
    return own
      ? (row) => evaluate(a(row))
      : (row) => {
          const x = a(row)
          return x === null ? null : evaluate(x)
        }
  }
  if (values.length === 2 && b !== undefined && !own) {
    return (row) => {
      const x = a(row)
      const y = b(row)
      return x === null || y === null ? null : evaluate(x, y)
    }
  }
  return (row) => {
    const all = values.map((value) => value(row))
    return !own && all.includes(null) ? null : evaluate(...all)
  }
}

/** A long list of constants is a set: cost per row does not grow with it. */
function compileLargeIn([wanted, ...list]: readonly Expr[], context: RuntimeContext): Compiled {
  const values = list.map((one) => (one.kind === 'literal' ? one.value : null))
  const text = (value: unknown): unknown => (typeof value === 'object' && value !== null ? String(value) : value)
  const set = new Set(values.map(text))
  const missing = set.delete(null) ? null : false
  const operand = compileExpr(wanted as Expr, context)
  return (row) => {
    const value = operand(row)
    return value === null ? null : set.has(text(value)) ? true : missing
  }
}

function compileCast({ operand, type, safe }: Extract<Expr, { kind: 'cast' }>, context: RuntimeContext): Compiled {
  const cast = castOf(operand.type, type, context.zone)
  if (cast === undefined) {
    throw sqlError(
      'SQL_VALIDATION',
      `Cast function cannot convert value of type ${typeText(operand.type)} to ${typeText(type)}`,
    )
  }
  const value = compileExpr(operand, context)
  const apply = safe ? orNull(cast) : cast
  return (row) => {
    const found = value(row)
    return found === null ? null : apply(found)
  }
}

function orNull(cast: Cast): Cast {
  return (value) => {
    try {
      return cast(value)
    } catch {
      return null
    }
  }
}

function compileLogical({ kind, args }: Extract<Expr, { kind: 'and' | 'or' }>, context: RuntimeContext): Compiled {
  const parts = args.map((arg) => compileExpr(arg, context))
  const deciding = kind === 'or'
  return (row) => {
    let result: boolean | null = !deciding
    for (const part of parts) {
      const value = part(row)
      if (value === deciding) return deciding
      if (value === null) result = null
    }
    return result
  }
}

function compileCase({ whens, otherwise }: Extract<Expr, { kind: 'case' }>, context: RuntimeContext): Compiled {
  const branches = whens.map(
    ([condition, result]) => [compileExpr(condition, context), compileExpr(result, context)] as const,
  )
  const last = compileExpr(otherwise, context)
  return (row) => {
    for (const [condition, result] of branches) if (condition(row) === true) return result(row)
    return last(row)
  }
}
