import type { MappingExpression } from '@millrace/bpmn'
import type { JsonObject } from '../records/schema.ts'
import type { Run } from '../runtime/run.ts'
import { evaluateJson } from './expressions.ts'
import { propagate, setLocal } from './scopes.ts'
import { Stuck } from './stuck.ts'

/** Evaluates the input mappings in the scope around the element, into local variables. */
export function applyInputs(run: Run): void {
  const { step, instance, element } = run
  if (element.inputs !== undefined) setLocal(step, instance.key, mapped(run, element.inputs))
}

/**
 * Brings what the element's job, message or called process gave to where it belongs: through the output mappings if
 * there are any, else outwards as it stands.
 */
export function applyOutputs(run: Run): void {
  const { step, instance, element } = run
  const brought = instance.trigger?.target === instance.element ? instance.trigger.variables : {}
  if (element.outputs === undefined) {
    propagate(step, instance.key, brought)
    return
  }
  setLocal(step, instance.key, brought)
  const results = mapped(run, element.outputs)
  if (instance.scopeKey === -1) return
  const intoScope = element.kind === 'startEvent' ? setLocal : propagate
  intoScope(step, instance.scopeKey, results)
}

function mapped({ step, instance }: Run, mapping: MappingExpression): JsonObject {
  try {
    return evaluateJson(step, mapping, instance.key) as JsonObject
  } catch (thrown) {
    if (thrown instanceof Stuck) throw new Stuck('IO_MAPPING_ERROR', thrown.message)
    throw thrown
  }
}
