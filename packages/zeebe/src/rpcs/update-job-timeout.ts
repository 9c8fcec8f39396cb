import { readKey } from '../documents/keys.ts'
import { UpdateJobTimeoutRequest } from '../proto/jobs.ts'
import { Empty } from '../proto/processes.ts'
import { unary } from './rpc.ts'

/** UpdateJobTimeout: gives the worker of a job more, or less, time. */
export const updateJobTimeout = unary({
  intent: 'UPDATE_TIMEOUT',
  request: UpdateJobTimeoutRequest,
  response: Empty,
  handle: async ({ jobKey, timeout }, { engine }) => {
    await engine.run('updateJobTimeout', { jobKey: readKey(jobKey), timeout })
    return {}
  },
})
