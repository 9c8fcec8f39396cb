import { compileResource } from '@millrace/bpmn'
import { Fault } from '@millrace/kernel'
import { byProcess } from '../state/names.ts'
import type { State } from '../state/state.ts'
import type { AppliersOf } from './apply.ts'

/** Compiles a stored resource; the same bytes give the same process every time. */
export function compileStored(state: State, resourceKey: number): void {
  const resource = state.resources.get(resourceKey)
  if (resource === undefined || state.compiled.has(resourceKey)) return
  const compiled = compileResource(resource.content, resource.name)
  if (compiled.kind !== 'compiled') {
    throw new Fault('ENGINE_FORMAT', `resource ${resource.name} (${resourceKey}) was deployed and is now refused`)
  }
  state.compiled.set(resourceKey, compiled)
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
