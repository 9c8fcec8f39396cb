import type { Job, JobHandler, JobOutcome } from '@millrace/client/zeebe'
import { Fault, messageOf } from '@millrace/kernel'
import { type StepContext, steps } from '../business/steps.ts'
import { fulfilmentService } from '../service.ts'
import { httpJob } from './http-job.ts'
import { noteJob } from '../journal/journal.ts'
import { isOfOnlyInstance } from './only-instance.ts'
import { raiseIncident } from './raise-incident.ts'

/**
 * The job workers: the HTTP worker, the only part that knows the secrets `GitHubToken` and `DispatchUrl`; "Raise
 * Incident"; and the direct ones, which do a step and complete its job themselves.
 */
export const startWorkers = fulfilmentService('workers', ({ settings, ports, database, zeebe }) => {
  const { DISPATCH_URL: DispatchUrl, FULFILMENT_GITHUB_TOKEN: GitHubToken } = settings
  const secrets = { values: { GitHubToken, DispatchUrl }, origins: [new URL(DispatchUrl).origin] }
  const clock = ports.clocks.domain
  const ended = async ({ processInstanceKey }: Job): Promise<JobOutcome> => {
    await zeebe.cancelInstance(processInstanceKey)
    return { kind: 'left' }
  }
  const timeoutMs = settings.FULFILMENT_JOB_TIMEOUT_MS
  const journalled =
    (handle: (job: Job) => Promise<JobOutcome> | JobOutcome): JobHandler =>
    (job) =>
      attempt(job, async () => {
        if (!(await isOfOnlyInstance(database, job))) return ended(job)
        const outcome = await attempt(job, () => handle(job))
        await noteJob(database, clock, job, outcome)
        return outcome
      })
  zeebe.worker(
    'CAMUNDA-HTTP',
    journalled((job) => httpJob(job, secrets)),
    { timeoutMs },
  )
  zeebe.worker('raise-incident', journalled(raiseIncident), { timeoutMs })
  const context: StepContext = { database, clock }
  for (const [eventType, step] of Object.entries(steps)) {
    const work = async ({ variables }: Job): Promise<JobOutcome> => {
      const answer = await step.perform(variables, context)
      return { kind: 'completed', variables: answer.variables }
    }
    zeebe.worker(eventType.replaceAll('_', '-'), journalled(work), { timeoutMs })
  }
  return () => undefined
})

const RETRY_MS = 1000

/** What does not work costs a retry; that another service is away costs none, for it will be back. */
async function attempt(job: Job, work: () => Promise<JobOutcome> | JobOutcome): Promise<JobOutcome> {
  try {
    return await work()
  } catch (error) {
    const retries = error instanceof Fault ? job.retries : Math.max(0, job.retries - 1)
    return { kind: 'failed', retries, message: messageOf(error), backoffMs: RETRY_MS }
  }
}
