import type { Json, JsonObject } from '../records/schema.ts'
import type { Step } from '../runtime/step.ts'
import type { StateReader } from '../state/state.ts'

/** Keys of a scope and those around it, innermost first. A call activity is a border: nothing is seen across it. */
export function* scopesFrom(state: StateReader, scopeKey: number): Generator<number> {
  for (let key = scopeKey; key !== -1; key = state.instances.get(key)?.scopeKey ?? -1) yield key
}

/** The variables that can be seen from a scope: inner ones hide outer ones of the same name. */
export function visible(state: StateReader, scopeKey: number): JsonObject {
  const parent = state.instances.get(scopeKey)?.scopeKey ?? -1
  if (parent === -1) return state.variables.local(scopeKey)
  const outer = visible(state, parent)
  return state.variables.has(scopeKey) ? { ...outer, ...state.variables.local(scopeKey) } : outer
}

/** Sets variables at exactly this scope. */
export function setLocal(step: Step, scopeKey: number, document: JsonObject): void {
  for (const [name, value] of Object.entries(document)) setVariable(step, scopeKey, name, value)
}

/**
 * Sets each variable where it is found, going outwards; those that are nowhere come to be at the outermost scope. As in
 * Zeebe, a scope that has the very value already is passed: the next one outwards gets it too.
 */
export function propagate(step: Step, scopeKey: number, document: JsonObject): void {
  const scopes = [...scopesFrom(step.state, scopeKey)]
  for (const [name, value] of Object.entries(document)) {
    const changed = scopes.find((key) => {
      const there = step.state.variables.get(key, name)
      return there !== undefined && !sameJson(there.value, value)
    })
    setVariable(step, changed ?? scopes.at(-1) ?? scopeKey, name, value)
  }
}

export function setVariable(step: Step, scopeKey: number, name: string, value: Json): void {
  const processInstanceKey = step.state.instances.get(scopeKey)?.processInstanceKey ?? scopeKey
  const there = step.state.variables.get(scopeKey, name)
  const changed = { scopeKey, processInstanceKey, name, value }
  if (there === undefined) step.emit('VARIABLE', 'CREATED', step.newKey(), changed)
  else if (!sameJson(there.value, value)) step.emit('VARIABLE', 'UPDATED', there.key, changed)
}

function sameJson(a: Json, b: Json): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  return JSON.stringify(a) === JSON.stringify(b)
}
