import { status, type ServiceError } from '@grpc/grpc-js'
import { Fault, Refusal, messageOf } from '@millrace/kernel'

/** What trying again does not change. */
const REFUSALS = new Set([
  'INVALID_ARGUMENT',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'FAILED_PRECONDITION',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'UNAUTHENTICATED',
])

/** A failed call as a Refusal or a Fault whose code is the name of the gRPC status and whose text is the gateway's own. */
export function callError(error: ServiceError): Refusal | Fault {
  const code = status[error.code] ?? 'UNKNOWN'
  return REFUSALS.has(code) ? new Refusal(code, error.details) : new Fault(code, error.details, { cause: error })
}

/** Whether a call failed with this gRPC status. */
export function hasStatus(error: unknown, ...codes: readonly string[]): boolean {
  return (error instanceof Refusal || error instanceof Fault) && codes.includes(error.code)
}

export const isServiceError = (error: unknown): error is ServiceError =>
  error instanceof Error && 'code' in error && typeof error.code === 'number' && 'details' in error

/** Anything that was thrown, as one of ours. */
export function ours(error: unknown): Refusal | Fault {
  if (error instanceof Refusal || error instanceof Fault) return error
  return isServiceError(error) ? callError(error) : new Fault('UNKNOWN', messageOf(error), { cause: error })
}
