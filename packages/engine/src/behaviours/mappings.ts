import type { Element, MappingExpression } from '@millrace/bpmn'
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
  if (mapsNothing(element)) return
  const brought = instance.trigger?.target === instance.element ? instance.trigger.variables : {}
  if (element.outputs !== undefined) {
    setLocal(step, instance.key, brought)
    const results = mapped(run, element.outputs)
    if (instance.scopeKey !== -1) propagate(step, isLooped(run) ? instance.key : instance.scopeKey, results)
  } else if (Object.keys(brought).length > 0) propagate(step, instance.key, brought)
  else if (keepsVariables(element) && !catchesError(element)) {
    propagate(step, instance.scopeKey, step.state.variables.local(instance.key))
  }
}

/** Of an event subprocess, what the event brought went outwards from its start event. */
function mapsNothing(element: Element): boolean {
  if (element.kind === 'endEvent') return element.event.kind === 'terminate'
  return element.kind === 'task' || element.kind === 'manualTask' || element.kind === 'eventSubProcess'
}

/** One of the instances of a multi-instance body: what it maps is its own until the body collects it. */
const isLooped = ({ instance }: Run): boolean => instance.loopCounter > 0

/** Events that have what they bring as variables of their own, which then go outwards. Those of an error stay. */
export function keepsVariables(element: Element): boolean {
  if (element.kind === 'intermediateCatchEvent') return element.afterEventBasedGateway
  return element.kind === 'boundaryEvent' || (element.kind === 'startEvent' && element.scope === 0)
}

const catchesError = (element: Element): boolean => element.kind === 'boundaryEvent' && element.event.kind === 'error'

function mapped({ step, instance }: Run, mapping: MappingExpression): JsonObject {
  try {
    return evaluateJson(step, mapping, instance.key) as JsonObject
  } catch (thrown) {
    if (thrown instanceof Stuck) throw new Stuck('IO_MAPPING_ERROR', thrown.message)
    throw thrown
  }
}
