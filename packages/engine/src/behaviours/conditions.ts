import type { RunOf } from '../runtime/run.ts'
import { evaluateFlag } from './expressions.ts'
import { flowAt } from './flows.ts'
import { Stuck } from './stuck.ts'

type Gateway = RunOf<'exclusiveGateway'> | RunOf<'inclusiveGateway'>

/** The first flow whose condition holds, or the default one. */
export function chooseFirst(run: Gateway): readonly number[] {
  const { outgoing } = run.element
  if (isPlain(run)) return outgoing
  const chosen = conditional(run).find((index) => holds(run, index))
  return chosen === undefined ? orDefault(run) : [chosen]
}

/** Every flow whose condition holds, or the default one. */
export function chooseAll(run: Gateway): readonly number[] {
  const { outgoing } = run.element
  if (isPlain(run)) return outgoing
  const chosen = conditional(run).filter((index) => holds(run, index))
  return chosen.length === 0 ? orDefault(run) : chosen
}

/** Ends here, or goes on over its only flow. */
function isPlain(run: Gateway): boolean {
  const [only, second] = run.element.outgoing
  return only === undefined || (second === undefined && flowAt(run, only).condition === undefined)
}

const conditional = ({ element }: Gateway): readonly number[] =>
  element.outgoing.filter((index) => index !== element.defaultFlow)

function holds(run: Gateway, index: number): boolean {
  const { condition } = flowAt(run, index)
  return condition !== undefined && evaluateFlag(run.step, condition, run.instance.scopeKey)
}

function orDefault({ element }: Gateway): readonly number[] {
  if (element.defaultFlow !== undefined) return [element.defaultFlow]
  throw new Stuck('CONDITION_ERROR', 'Expected at least one condition to evaluate to true, or to have a default flow')
}
