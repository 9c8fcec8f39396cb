import { type Position, sqlError } from '../position.ts'
import { type Plan, inputsOf } from './plan.ts'

/** The most steps of one plan, common tables and views counted wherever they are used. */
const MAX_STEPS = 20_000

const sizes = new WeakMap<Plan, number>()

function sizeOf(plan: Plan): number {
  const known = sizes.get(plan)
  if (known !== undefined) return known
  const size = inputsOf(plan).reduce((sum, input) => sum + sizeOf(input), 1)
  sizes.set(plan, size)
  return size
}

/**
 * Common tables that use one another twice double the plan at each step: this says no in time.
 *
 * @throws Refusal SQL_LIMIT
 */
export function limited(plan: Plan, at: Position): Plan {
  if (sizeOf(plan) <= MAX_STEPS) return plan
  throw sqlError('SQL_LIMIT', `its plan has more than ${MAX_STEPS} steps, with common tables and views written out`, at)
}
