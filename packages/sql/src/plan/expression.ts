import type { ScalarFunction } from '../functions/function.ts'
import type { SqlType } from '../types/type.ts'

/** Expressions with everything resolved: columns are indices into the input's row. */
export type Expr =
  | { readonly kind: 'column'; readonly index: number; readonly type: SqlType }
  | { readonly kind: 'literal'; readonly value: unknown; readonly type: SqlType }
  | { readonly kind: 'call'; readonly fn: ScalarFunction; readonly args: readonly Expr[]; readonly type: SqlType }
  | { readonly kind: 'cast'; readonly operand: Expr; readonly type: SqlType; readonly safe: boolean }
  | { readonly kind: 'and' | 'or'; readonly args: readonly Expr[]; readonly type: SqlType }
  | {
      readonly kind: 'case'
      readonly whens: readonly (readonly [Expr, Expr])[]
      readonly otherwise: Expr
      readonly type: SqlType
    }
  | { readonly kind: 'field'; readonly operand: Expr; readonly index: number; readonly type: SqlType }

/** Every part of an expression through `change`, from the leaves up. */
export function mapExpr(expr: Expr, change: (expr: Expr) => Expr): Expr {
  const into = (one: Expr): Expr => mapExpr(one, change)
  switch (expr.kind) {
    case 'column':
    case 'literal':
      return change(expr)
    case 'call':
    case 'and':
    case 'or':
      return change({ ...expr, args: expr.args.map(into) })
    case 'cast':
    case 'field':
      return change({ ...expr, operand: into(expr.operand) })
    case 'case':
      return change({
        ...expr,
        whens: expr.whens.map(([a, b]) => [into(a), into(b)] as const),
        otherwise: into(expr.otherwise),
      })
  }
}

/** The columns that an expression reads. */
export function columnsOf(expr: Expr): Set<number> {
  const found = new Set<number>()
  mapExpr(expr, (one) => {
    if (one.kind === 'column') found.add(one.index)
    return one
  })
  return found
}

/** The parts of a condition that must all hold. */
export function conjuncts(expr: Expr | undefined): readonly Expr[] {
  if (expr === undefined) return []
  return expr.kind === 'and' ? expr.args.flatMap(conjuncts) : [expr]
}

export function conjunction(parts: readonly Expr[]): Expr | undefined {
  if (parts.length < 2) return parts[0]
  return { kind: 'and', args: parts, type: { name: 'BOOLEAN', nullable: true } }
}
