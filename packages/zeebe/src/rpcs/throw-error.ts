import { readKey } from '../documents/keys.ts'
import { readVariables } from '../documents/variables.ts'
import { ThrowErrorRequest } from '../proto/jobs.ts'
import { Empty } from '../proto/processes.ts'
import { unary } from './rpc.ts'

/** ThrowError: a job ended in an error that the model knows. */
export const throwError = unary({
  intent: 'THROW_ERROR',
  request: ThrowErrorRequest,
  response: Empty,
  handle: async (request, { engine }) => {
    const { errorCode, errorMessage } = request
    const jobKey = readKey(request.jobKey)
    await engine.run('throwError', { jobKey, errorCode, errorMessage, variables: readVariables(request.variables) })
    return {}
  },
})
