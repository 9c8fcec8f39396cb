import { type Expr, columnsOf, conjunction, conjuncts } from '../../plan/expression.ts'
import type { Plan, PlanOf } from '../../plan/plan.ts'

const NO_END = Number.MAX_SAFE_INTEGER

/** Filter(rownum <= n)(Project(Rank)) becomes TopN: only the first n of each partition are given. */
export function topN(plan: Plan): Plan | undefined {
  if (plan.op !== 'filter') return undefined
  const project = plan.input.op === 'project' ? plan.input : undefined
  const rank = project === undefined ? plan.input : project.input
  if (rank.op !== 'rank') return undefined
  const rankColumn = rank.columns.length - 1
  const isRank = (expr: Expr | undefined): boolean => {
    if (expr?.kind === 'cast') return isRank(expr.operand)
    if (expr?.kind !== 'column') return false
    if (project === undefined) return expr.index === rankColumn
    const through = project.exprs[expr.index]
    return through?.kind === 'column' && through.index === rankColumn
  }
  let [from, to] = [1, NO_END]
  const rest: Expr[] = []
  for (const part of conjuncts(plan.condition)) {
    const range = rangeOf(part, isRank)
    if (range === undefined) rest.push(part)
    else [from, to] = [Math.max(from, range[0]), Math.min(to, range[1])]
  }
  if (to === NO_END) return undefined
  return above(plan, project, topNOf(rank, from, to), conjunction(rest))
}

/** Project(TopN) that leaves the rank out becomes one without it: fewer changes. */
export function pruneRank(plan: Plan): Plan | undefined {
  if (plan.op !== 'project' || plan.input.op !== 'top-n' || !plan.input.withRank) return undefined
  const { input } = plan
  const rank = input.columns.length - 1
  if (plan.exprs.some((expr) => columnsOf(expr).has(rank))) return undefined
  return { ...plan, input: { ...input, withRank: false, columns: input.columns.slice(0, -1) } }
}

function topNOf(rank: PlanOf<'rank'>, from: number, to: number): Plan {
  const { input, partition, order, columns } = rank
  return { op: 'top-n', input, partition, order, from, to, withRank: true, columns }
}

function above(
  plan: PlanOf<'filter'>,
  project: PlanOf<'project'> | undefined,
  top: Plan,
  rest: Expr | undefined,
): Plan {
  const projected: Plan = project === undefined ? top : { ...project, input: top }
  return rest === undefined ? { ...projected, columns: plan.columns } : { ...plan, input: projected, condition: rest }
}

/** The ranks that a comparison of the rank with a constant allows. */
function rangeOf(part: Expr, isRank: (expr: Expr | undefined) => boolean): [number, number] | undefined {
  if (part.kind !== 'call') return undefined
  const [a, b] = part.args
  const flipped = isRank(b)
  const constant = literal(flipped ? a : b)
  if (constant === undefined || !(flipped || isRank(a))) return undefined
  const mirrored: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' }
  switch (flipped ? (mirrored[part.fn.name] ?? part.fn.name) : part.fn.name) {
    case '=':
      return [constant, constant]
    case '<=':
      return [1, constant]
    case '<':
      return [1, constant - 1]
    case '>=':
      return [constant, NO_END]
    case '>':
      return [constant + 1, NO_END]
    default:
      return undefined
  }
}

function literal(expr: Expr | undefined): number | undefined {
  if (expr?.kind === 'cast') return literal(expr.operand)
  return expr?.kind === 'literal' && typeof expr.value === 'number' ? expr.value : undefined
}
