import type { State } from '../state/state.ts'
import type { AppliersOf } from './apply.ts'

/** Notes the incident at the element, and at the job that it is about. */
function note(state: State, elementInstanceKey: number, jobKey: number, incidentKey: number): void {
  const instance = state.instances.change(elementInstanceKey)
  if (instance !== undefined) instance.incidentKey = incidentKey
  const job = state.jobs.get(jobKey)
  if (job !== undefined) state.jobs.put(jobKey, { ...job, incidentKey })
}

export const incident: AppliersOf<'INCIDENT'> = {
  CREATED: (state, value, key) => {
    state.incidents.put(key, value)
    note(state, value.elementInstanceKey, value.jobKey, key)
  },
  RESOLVED: (state, value, key) => {
    state.incidents.delete(key)
    note(state, value.elementInstanceKey, value.jobKey, -1)
    const job = state.jobs.get(value.jobKey)
    const waits = job?.state === 'FAILED' || job?.state === 'ERROR_THROWN'
    if (job !== undefined && waits) state.jobs.put(value.jobKey, { ...job, state: 'ACTIVATABLE' })
  },
}
