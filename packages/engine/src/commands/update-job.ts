import { jobRecord } from '../behaviours/jobs.ts'
import { type Command, reject } from './command.ts'
import { jobOf } from './job-of.ts'

export interface UpdateJobRetries {
  readonly jobKey: number
  readonly retries: number
}

/** Gives a job retries again; it runs once its incident is resolved. */
export const updateJobRetries: Command<UpdateJobRetries, void> = (step, { jobKey, retries }) => {
  if (retries < 1) {
    const text = `Expected to update retries for job with key '${jobKey}' with a positive amount of retries, but the amount given was '${retries}'`
    throw reject('INVALID_ARGUMENT', text)
  }
  const job = jobOf(step, jobKey, `Expected to update job with key '${jobKey}'`)
  step.emit('JOB', 'RETRIES_UPDATED', jobKey, jobRecord(job, { retries }))
}

export interface UpdateJobTimeout {
  readonly jobKey: number
  /** Ms from now. */
  readonly timeout: number
}

/** Gives the worker more, or less, time. */
export const updateJobTimeout: Command<UpdateJobTimeout, void> = (step, { jobKey, timeout }) => {
  const job = jobOf(step, jobKey, `Expected to update job with key '${jobKey}'`)
  if (job.state !== 'ACTIVATED') {
    throw reject('INVALID_STATE', `Expected to update the timeout of job with key '${jobKey}', but it is not active`)
  }
  step.emit('JOB', 'TIMEOUT_UPDATED', jobKey, jobRecord(job, { deadline: step.now + timeout }))
}
