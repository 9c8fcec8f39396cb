import { readKey } from '../documents/keys.ts'
import { readVariables } from '../documents/variables.ts'
import { FailJobRequest } from '../proto/jobs.ts'
import { Empty } from '../proto/processes.ts'
import { unary } from './rpc.ts'

/** FailJob: the work of a job was not done. */
export const failJob = unary({
  intent: 'FAIL',
  request: FailJobRequest,
  response: Empty,
  handle: async (request, { engine }) => {
    const { retries, errorMessage, retryBackOff } = request
    const jobKey = readKey(request.jobKey)
    const variables = readVariables(request.variables)
    await engine.run('failJob', { jobKey, retries, errorMessage, retryBackOff, variables })
    return {}
  },
})
