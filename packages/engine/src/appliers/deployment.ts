import { recompileResource } from '@millrace/bpmn'
import { byProcess } from '../state/names.ts'
import type { State } from '../state/state.ts'
import type { AppliersOf } from './apply.ts'

/**
 * Compiles a stored resource; the same bytes give the same process every time. It was validated when it was deployed: what
 * is found wrong with such a file today does not matter to what runs already.
 */
export function compileStored(state: State, resourceKey: number): void {
  const resource = state.resources.get(resourceKey)
  if (resource === undefined || state.compiled.has(resourceKey)) return
  state.compiled.set(resourceKey, recompileResource(resource.content, resource.name))
}

export const resource: AppliersOf<'RESOURCE'> = {
  CREATED: (state, value, key) => {
    state.resources.put(key, value)
    compileStored(state, key)
  },
}

export const process: AppliersOf<'PROCESS'> = {
  CREATED: (state, value, key) => {
    state.definitions.put(key, { ...value, key, deleted: false })
    state.versions.set(byProcess(value.tenantId, value.bpmnProcessId), value.version)
  },
  DELETED: (state, _, key) => {
    const definition = state.definitions.get(key)
    if (definition !== undefined) state.definitions.put(key, { ...definition, deleted: true })
  },
}
