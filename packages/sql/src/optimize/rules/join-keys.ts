import { type Expr, columnsOf, conjunction, conjuncts, mapExpr } from '../../plan/expression.ts'
import type { Plan } from '../../plan/plan.ts'

/**
 * Join(a.x = b.y AND rest) becomes Join by key [x] = [y] with condition rest, so that each row meets its matches only.
 * Both columns must have one type: a comparison with a cast stays in the condition.
 */
export function joinKeys(plan: Plan): Plan | undefined {
  if (plan.op !== 'join' || plan.condition === undefined) return undefined
  const width = plan.left.columns.length
  const keys: [left: number, right: number][] = []
  const rest: Expr[] = []
  for (const part of conjuncts(plan.condition)) {
    const pair = equalColumns(part, width)
    if (pair === undefined) rest.push(part)
    else keys.push(pair)
  }
  if (keys.length === 0) return undefined
  return {
    ...plan,
    leftKeys: [...plan.leftKeys, ...keys.map(([left]) => left)],
    rightKeys: [...plan.rightKeys, ...keys.map(([, right]) => right)],
    condition: conjunction(rest),
  }
}

function equalColumns(part: Expr, width: number): [number, number] | undefined {
  if (part.kind !== 'call' || part.fn.name !== '=') return undefined
  const [a, b] = part.args
  if (a?.kind !== 'column' || b?.kind !== 'column') return undefined
  if (a.index < width && b.index >= width) return [a.index, b.index - width]
  return b.index < width && a.index >= width ? [b.index, a.index - width] : undefined
}

/** Filter(Join) becomes Join with the filter in its condition, for inner joins: comma joins get their keys so. */
export function filterIntoJoin(plan: Plan): Plan | undefined {
  if (plan.op !== 'filter' || plan.input.op !== 'join' || plan.input.type !== 'inner') return undefined
  const { input } = plan
  const condition = conjunction([...conjuncts(input.condition), ...conjuncts(plan.condition)])
  return { ...input, condition, columns: plan.columns }
}

/** Parts of an inner join's condition that read one side only become a filter below it. */
export function filterBelowJoin(plan: Plan): Plan | undefined {
  if (plan.op !== 'join' || plan.type !== 'inner' || plan.condition === undefined) return undefined
  const width = plan.left.columns.length
  const parts = conjuncts(plan.condition)
  const left = parts.filter((part) => reads(part, (column) => column < width))
  const right = parts.filter((part) => !left.includes(part) && reads(part, (column) => column >= width))
  if (left.length + right.length === 0) return undefined
  const rest = parts.filter((part) => !left.includes(part) && !right.includes(part))
  return {
    ...plan,
    left: filtered(plan.left, left),
    right: filtered(
      plan.right,
      right.map((part) => moved(part, -width)),
    ),
    condition: conjunction(rest),
  }
}

function reads(part: Expr, side: (column: number) => boolean): boolean {
  const columns = [...columnsOf(part)]
  return columns.length > 0 && columns.every(side)
}

function filtered(input: Plan, parts: readonly Expr[]): Plan {
  const condition = conjunction(parts)
  return condition === undefined ? input : { op: 'filter', input, condition, columns: input.columns }
}

function moved(expr: Expr, by: number): Expr {
  return mapExpr(expr, (one) => (one.kind === 'column' ? { ...one, index: one.index + by } : one))
}
