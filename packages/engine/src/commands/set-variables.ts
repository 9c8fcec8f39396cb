import { propagate, setLocal } from '../behaviours/scopes.ts'
import type { JsonObject } from '../records/schema.ts'
import { type Command, reject } from './command.ts'

export interface SetVariables {
  readonly elementInstanceKey: number
  readonly variables: JsonObject
  /** At exactly this element, instead of where each is found. */
  readonly local: boolean
}

export const setVariables: Command<SetVariables, { readonly key: number }> = (step, request) => {
  const { elementInstanceKey, variables, local } = request
  if (step.state.instances.get(elementInstanceKey) === undefined) {
    const text = `Expected to update variables for element with key '${elementInstanceKey}', but no such element was found`
    throw reject('NOT_FOUND', text)
  }
  const set = local ? setLocal : propagate
  set(step, elementInstanceKey, variables)
  const key = step.newKey()
  step.emit('VARIABLE_DOCUMENT', 'UPDATED', key, { scopeKey: elementInstanceKey, local, variables })
  return { key }
}
