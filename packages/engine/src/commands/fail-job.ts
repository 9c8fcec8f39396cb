import { raiseIncident } from '../behaviours/incidents.ts'
import { jobRecord } from '../behaviours/jobs.ts'
import { setLocal } from '../behaviours/scopes.ts'
import type { JsonObject } from '../records/schema.ts'
import { runOf } from '../runtime/run.ts'
import type { Command } from './command.ts'
import { jobOf, refuseStandingStill } from './job-of.ts'

export interface FailJob {
  readonly jobKey: number
  /** How often it may still be tried; 0 raises an incident. */
  readonly retries: number
  readonly errorMessage: string
  /** Ms until it may be tried again. */
  readonly retryBackOff: number
  /** Go to the element's own scope. */
  readonly variables: JsonObject
}

/** The work was not done: it is tried again, at once or later, or waits for somebody to look at it. */
export const failJob: Command<FailJob, void> = (step, request) => {
  const { jobKey, errorMessage, retryBackOff, variables } = request
  const asked = `Expected to fail job with key '${jobKey}'`
  const job = jobOf(step, jobKey, asked)
  refuseStandingStill(job, asked)
  const retries = Math.max(0, request.retries)
  const retryAt = retries > 0 && retryBackOff > 0 ? step.now + retryBackOff : -1
  step.emit('JOB', 'FAILED', jobKey, jobRecord(job, { retries, retryAt, errorMessage, variables }))
  const run = runOf(step, job.elementInstanceKey)
  if (run === undefined) return
  setLocal(step, run.instance.key, variables)
  if (retries === 0) raiseIncident(run, 'JOB_NO_RETRIES', errorMessage === '' ? 'No more retries left.' : errorMessage)
}
