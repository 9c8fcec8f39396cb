import { type Expr, mapExpr } from '../../plan/expression.ts'
import type { Plan } from '../../plan/plan.ts'

/** Project(Project) becomes one Project, when the upper one names each computed column at most once. */
export function mergeProjects(plan: Plan): Plan | undefined {
  if (plan.op !== 'project' || plan.input.op !== 'project') return undefined
  const { input } = plan
  const uses = new Map<number, number>()
  for (const expr of plan.exprs) {
    mapExpr(expr, (one) => {
      if (one.kind === 'column') uses.set(one.index, (uses.get(one.index) ?? 0) + 1)
      return one
    })
  }
  const cheap = (expr: Expr): boolean => expr.kind === 'column' || expr.kind === 'literal'
  if (!input.exprs.every((expr, at) => cheap(expr) || (uses.get(at) ?? 0) <= 1)) return undefined
  const through = (one: Expr): Expr => (one.kind === 'column' ? (input.exprs[one.index] as Expr) : one)
  return { ...plan, input: input.input, exprs: plan.exprs.map((expr) => mapExpr(expr, through)) }
}
