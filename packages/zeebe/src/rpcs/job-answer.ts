import type { ActivatedJob as Activated } from '@millrace/engine'
import type { ActivatedJob } from '../proto/jobs.ts'
import type { Given } from '../proto/wire.ts'

/** A job as workers get it: headers and variables as JSON text. */
export const jobAnswer = (job: Activated): Given<(typeof ActivatedJob)['fields']> => ({
  ...job,
  customHeaders: JSON.stringify(job.customHeaders),
  variables: JSON.stringify(job.variables),
})
