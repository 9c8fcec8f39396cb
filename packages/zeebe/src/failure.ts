import { status } from '@grpc/grpc-js'
import { Fault, Refusal, messageOf } from '@millrace/kernel'

/** An answer that is no success, as gRPC says it. */
export class Failure extends Error {
  override readonly name = 'Failure'
  readonly code: status
  constructor(code: status, text: string) {
    super(text)
    this.code = code
  }
}

/** What Zeebe's gateway makes of each rejection. */
const CODES: Readonly<Record<string, status>> = {
  NOT_FOUND: status.NOT_FOUND,
  INVALID_STATE: status.FAILED_PRECONDITION,
  INVALID_ARGUMENT: status.INVALID_ARGUMENT,
  ALREADY_EXISTS: status.ALREADY_EXISTS,
  PROCESSING_ERROR: status.INTERNAL,
}

/** @param intent the command's name in Zeebe, for the text: `CREATE`, `COMPLETE` */
export function failureOf(thrown: unknown, intent: string): Failure {
  if (thrown instanceof Failure) return thrown
  if (thrown instanceof Refusal) {
    const code = CODES[thrown.code]
    if (code !== undefined) {
      return new Failure(code, `Command '${intent}' rejected with code '${thrown.code}': ${thrown.message}`)
    }
    if (thrown.code === 'RESOURCE_EXHAUSTED') return new Failure(status.RESOURCE_EXHAUSTED, thrown.message)
    return new Failure(status.INVALID_ARGUMENT, thrown.message)
  }
  if (thrown instanceof Fault) return new Failure(faultCode(thrown), thrown.message)
  return new Failure(status.INTERNAL, `Unexpected error occurred during the request processing: ${messageOf(thrown)}`)
}

function faultCode({ code }: Fault): status {
  return code === 'DISK_FULL' || code === 'LOG_BUSY' ? status.RESOURCE_EXHAUSTED : status.UNAVAILABLE
}
