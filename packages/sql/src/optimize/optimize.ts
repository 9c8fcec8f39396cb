import { type Plan, inputsOf, withInputs } from '../plan/plan.ts'
import { pruneColumns } from './prune-columns.ts'
import { type Rule, type Stage, stages } from './stages.ts'

/** How often the rules of a stage may fit at one step; more is a pair of rules that undo each other. */
const MAX_ROUNDS = 100

/** The plan that is run: every stage's rules, from the sources up, then nothing that nobody reads. */
export function optimize(plan: Plan, through: readonly Stage[] = stages): Plan {
  return pruneColumns(through.reduce((current, { rules }) => applied(current, rules), plan))
}

function applied(plan: Plan, rules: readonly Rule[]): Plan {
  const inputs = inputsOf(plan).map((input) => applied(input, rules))
  let current = withInputs(plan, inputs)
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const next = rules.reduce<Plan | undefined>((found, rule) => found ?? rule(current), undefined)
    if (next === undefined) return current
    current = withInputs(
      next,
      inputsOf(next).map((input) => applied(input, rules)),
    )
  }
  return current
}
