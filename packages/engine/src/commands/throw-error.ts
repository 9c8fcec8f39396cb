import { raiseIncident } from '../behaviours/incidents.ts'
import { jobRecord } from '../behaviours/jobs.ts'
import { throwError as throwFrom } from '../behaviours/throwing.ts'
import type { JsonObject } from '../records/schema.ts'
import { runOf } from '../runtime/run.ts'
import type { Command } from './command.ts'
import { jobOf, refuseStandingStill } from './job-of.ts'

export interface ThrowError {
  readonly jobKey: number
  readonly errorCode: string
  readonly errorMessage: string
  readonly variables: JsonObject
}

/** The work came to an end that the model knows as an error; an incident when the model does not. */
export const throwError: Command<ThrowError, void> = (step, request) => {
  const { jobKey, errorCode, errorMessage, variables } = request
  const asked = `Expected to throw an error for job with key '${jobKey}'`
  const job = jobOf(step, jobKey, asked)
  refuseStandingStill(job, asked)
  step.emit('JOB', 'ERROR_THROWN', jobKey, jobRecord(job, { errorCode, errorMessage, variables }))
  const run = runOf(step, job.elementInstanceKey)
  if (run === undefined) return
  const error = { code: errorCode, message: errorMessage, variables }
  const uncaught = throwFrom(step, job.elementInstanceKey, error)
  if (uncaught !== undefined) raiseIncident(run, 'UNHANDLED_ERROR_EVENT', uncaught)
}
