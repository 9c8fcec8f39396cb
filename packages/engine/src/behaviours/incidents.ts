import type { Run } from '../runtime/run.ts'
import type { Step } from '../runtime/step.ts'
import { type ErrorType, Stuck } from './stuck.ts'

/** Runs what may get stuck; if it does, the element stands still with an incident that says why. */
export function orIncident(run: Run, work: () => void): void {
  try {
    work()
  } catch (thrown) {
    if (!(thrown instanceof Stuck)) throw thrown
    raiseIncident(run, thrown.errorType, thrown.message)
  }
}

export function raiseIncident({ step, instance, element }: Run, errorType: ErrorType, message: string): void {
  step.emit('INCIDENT', 'CREATED', step.newKey(), {
    errorType,
    errorMessage: message,
    processInstanceKey: instance.processInstanceKey,
    elementInstanceKey: instance.key,
    elementId: element.id,
    jobKey: instance.jobKey,
  })
}

/** An incident of an element that ends, or whose work goes on. */
export function closeIncident(step: Step, incidentKey: number): void {
  const incident = step.state.incidents.get(incidentKey)
  if (incident !== undefined) step.emit('INCIDENT', 'RESOLVED', incidentKey, incident)
}
