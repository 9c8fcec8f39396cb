import { status } from '@grpc/grpc-js'
import type { JsonObject } from '@millrace/engine'
import { Failure } from '../failure.ts'
import { CreateProcessInstanceWithResultRequest, CreateProcessInstanceWithResultResponse } from '../proto/processes.ts'
import { creationOf } from './create-process-instance.ts'
import { unary } from './rpc.ts'

/** How long a request waits that does not say. */
const WAIT_MS = 10_000

/** CreateProcessInstanceWithResult: starts a process and waits for what it ends with. */
export const createProcessInstanceWithResult = unary({
  intent: 'CREATE_WITH_AWAITING_RESULT',
  request: CreateProcessInstanceWithResultRequest,
  response: CreateProcessInstanceWithResultResponse,
  handle: async ({ request, requestTimeout, fetchVariables }, { engine, clocks }, signal) => {
    if (request === undefined)
      throw new Failure(status.INVALID_ARGUMENT, 'Expected a request to create a process instance, but none given')
    const waitMs = requestTimeout > 0 ? requestTimeout : WAIT_MS
    const gone = new AbortController()
    const late = new Promise<never>((_, reject) => {
      const timer = clocks.liveness.timerIn(waitMs, () => {
        reject(
          new Failure(
            status.DEADLINE_EXCEEDED,
            `Time out between gateway and broker: the process did not complete in PT${waitMs / 1000}S`,
          ),
        )
        gone.abort()
      })
      gone.signal.addEventListener('abort', () => timer.cancel(), { once: true })
    })
    signal.addEventListener('abort', () => gone.abort(), { once: true })
    try {
      const creation = creationOf('CreateProcessInstanceWithResult', request)
      const { variables, ...created } = await Promise.race([engine.runWithResult(creation, gone.signal), late])
      return { ...created, variables: JSON.stringify(wanted(variables, fetchVariables)) }
    } finally {
      gone.abort()
    }
  },
})

const wanted = (variables: JsonObject, names: readonly string[]): JsonObject =>
  names.length === 0
    ? variables
    : Object.fromEntries(Object.entries(variables).filter(([name]) => names.includes(name)))
