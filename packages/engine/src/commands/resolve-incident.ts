import { closeIncident } from '../behaviours/incidents.ts'
import { type Command, reject } from './command.ts'

export interface ResolveIncident {
  readonly incidentKey: number
}

/** Goes on from where the element got stuck: the job can be activated again, or the work is done again. */
export const resolveIncident: Command<ResolveIncident, void> = (step, { incidentKey }) => {
  const incident = step.state.incidents.get(incidentKey)
  if (incident === undefined) {
    const text = `Expected to resolve incident with key '${incidentKey}', but no such incident was found`
    throw reject('NOT_FOUND', text)
  }
  const job = step.state.jobs.get(incident.jobKey)
  if (job?.state === 'FAILED' && job.retries <= 0) {
    const text = `Expected to resolve incident with key '${incidentKey}', but job with key '${incident.jobKey}' has no retries left. Please update the job retries and retry resolving the incident`
    throw reject('NOT_FOUND', text)
  }
  closeIncident(step, incidentKey)
  const key = incident.elementInstanceKey
  const phase = step.state.instances.get(key)?.phase
  if (phase === 'ACTIVATING') step.follow({ kind: 'enter', key })
  else if (phase === 'COMPLETING') step.follow({ kind: 'leave', key })
  else step.follow({ kind: 'settle', scopeKey: key })
}
