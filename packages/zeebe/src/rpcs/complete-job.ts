import { readKey } from '../documents/keys.ts'
import { readVariables } from '../documents/variables.ts'
import { CompleteJobRequest } from '../proto/jobs.ts'
import { Empty } from '../proto/processes.ts'
import { unary } from './rpc.ts'

/** CompleteJob: the work of a job is done. */
export const completeJob = unary({
  intent: 'COMPLETE',
  request: CompleteJobRequest,
  response: Empty,
  handle: async (request, { engine }) => {
    const jobKey = readKey(request.jobKey)
    await engine.run('completeJob', { jobKey, variables: readVariables(request.variables) })
    return {}
  },
})
