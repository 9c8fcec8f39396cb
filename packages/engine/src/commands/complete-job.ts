import { jobRecord } from '../behaviours/jobs.ts'
import type { JsonObject } from '../records/schema.ts'
import type { Command } from './command.ts'
import { jobOf, refuseStandingStill } from './job-of.ts'

export interface CompleteJob {
  readonly jobKey: number
  readonly variables: JsonObject
}

/** The work is done: its variables go to the element, which completes. */
export const completeJob: Command<CompleteJob, void> = (step, { jobKey, variables }) => {
  const asked = `Expected to complete job with key '${jobKey}'`
  const job = jobOf(step, jobKey, asked)
  refuseStandingStill(job, asked)
  step.emit('JOB', 'COMPLETED', jobKey, jobRecord(job, { variables }))
  step.follow({ kind: 'complete', key: job.elementInstanceKey })
}
