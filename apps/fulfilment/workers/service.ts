import type { Job, JobOutcome } from '@millrace/client/zeebe'
import { type StepContext, steps } from '../business/steps.ts'
import { fulfilmentService } from '../service.ts'
import { noteIncident } from './incident-journal.ts'
import { httpJob } from './http-job.ts'
import { raiseIncident } from './raise-incident.ts'

/**
 * The job workers: the HTTP worker, the only part that knows the secrets `GitHubToken` and `DispatchUrl`; "Raise
 * Incident"; and the direct ones, which do a step and complete its job themselves.
 */
export const startWorkers = fulfilmentService('workers', ({ settings, ports, database, zeebe }) => {
  const { DISPATCH_URL: DispatchUrl, FULFILMENT_GITHUB_TOKEN: GitHubToken } = settings
  const secrets = { values: { GitHubToken, DispatchUrl }, origins: [new URL(DispatchUrl).origin] }
  const journalled = (handle: (job: Job) => Promise<JobOutcome> | JobOutcome) => async (job: Job) => {
    const outcome = await handle(job)
    await noteIncident(database, job, outcome)
    return outcome
  }
  zeebe.worker(
    'CAMUNDA-HTTP',
    journalled((job) => httpJob(job, secrets)),
    { timeoutMs: 90_000 },
  )
  zeebe.worker('raise-incident', journalled(raiseIncident))
  const context: StepContext = { database, clock: ports.clocks.domain }
  for (const [eventType, step] of Object.entries(steps)) {
    zeebe.worker(eventType.replaceAll('_', '-'), async ({ variables }) => {
      const answer = await step.perform(variables, context)
      return { kind: 'completed', variables: answer.variables }
    })
  }
  return () => undefined
})
