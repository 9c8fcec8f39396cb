import type { Element } from '@millrace/bpmn'
import type { JsonObject } from '../records/schema.ts'
import { definitionOf } from '../runtime/run.ts'
import type { Step } from '../runtime/step.ts'
import { openProcess } from './flows.ts'
import { setLocal } from './scopes.ts'

export interface Start {
  readonly definitionKey: number
  /** Variables of the process from its first moment on. */
  readonly variables?: JsonObject
  /** The start event that something triggered, and what that brought. */
  readonly event?: { readonly element: number; readonly variables: JsonObject }
  /** Elements to begin before, in the place of a start event. */
  readonly before?: readonly number[]
  readonly correlationKey?: string
  readonly parentElementInstanceKey?: number
}

/** Starts a process, which then enters as a follow-up; gives its key. */
export function startProcess(step: Step, start: Start): number {
  const { definitionKey, correlationKey = '', parentElementInstanceKey = -1, event } = start
  const key = openProcess(step, { definitionKey, correlationKey, parentElementInstanceKey })
  if (start.variables !== undefined) setLocal(step, key, start.variables)
  if (event !== undefined) {
    const element = definitionOf(step, definitionKey).graph.elements[event.element] as Element
    step.emit('PROCESS_EVENT', 'TRIGGERING', step.newKey(), {
      scopeKey: key,
      processInstanceKey: key,
      targetElement: event.element,
      targetElementId: element.id,
      variables: event.variables,
    })
  }
  step.follow({ kind: 'enter', key, ...(start.before === undefined ? {} : { before: start.before }) })
  return key
}
