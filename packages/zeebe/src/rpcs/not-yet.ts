import { status } from '@grpc/grpc-js'
import { Failure } from '../failure.ts'
import { Empty } from '../proto/processes.ts'
import { unary } from './rpc.ts'

/** A call of Zeebe that this gateway knows and does not serve. */
const unserved = (what: string) =>
  unary({
    intent: '',
    request: Empty,
    response: Empty,
    handle: () => Promise.reject(new Failure(status.UNIMPLEMENTED, `Millrace does not yet ${what}`)),
  })

export const modifyProcessInstance = unserved(
  'modify process instances; cancel this one and start another before the elements you want',
)
export const migrateProcessInstance = unserved('migrate process instances to another version')
export const evaluateDecision = unserved('evaluate decisions (DMN)')
export const evaluateConditional = unserved('evaluate conditional start events')
