import { readKey } from '../documents/keys.ts'
import { UpdateJobRetriesRequest } from '../proto/jobs.ts'
import { Empty } from '../proto/processes.ts'
import { unary } from './rpc.ts'

/** UpdateJobRetries: gives a job retries again. */
export const updateJobRetries = unary({
  intent: 'UPDATE_RETRIES',
  request: UpdateJobRetriesRequest,
  response: Empty,
  handle: async ({ jobKey, retries }, { engine }) => {
    await engine.run('updateJobRetries', { jobKey: readKey(jobKey), retries })
    return {}
  },
})
