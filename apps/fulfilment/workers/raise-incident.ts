import type { Job, JobOutcome } from '@millrace/client/zeebe'

/**
 * "Raise Incident": fails with 0 retries, which is what raises an incident for the operator to see. The mark that this was
 * done travels with the failure, as a variable of the task: once the incident is resolved, the job comes again with it
 * and completes.
 */
export function raiseIncident({ variables }: Job): JobOutcome {
  if (variables['incident_raised'] === true) return { kind: 'completed' }
  const message = `order ${String(variables['_id'])} is not complete after 300 s: a service has not answered`
  return { kind: 'failed', retries: 0, message, variables: { incident_raised: true } }
}
