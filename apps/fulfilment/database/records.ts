import { Refusal } from '@millrace/kernel'
import type { Operation, OperationResult, Transaction } from './operation.ts'

/** Records of JSON in tables. What a call did is durable when it resolves. */
export interface Records {
  run(operation: Operation): Promise<OperationResult>
  /** Rejects with Refusal EXPECTATION_FAILED when an operation did not do what it was to do; then none was done. */
  transact(transaction: Transaction): Promise<OperationResult[]>
  /** Rejects when the store cannot be reached. */
  ready(): Promise<undefined>
  close(): Promise<void>
}

/** @throws Refusal EXPECTATION_FAILED that names the operation which met something else than it was to meet. */
export function mustMeet(
  operation: Transaction['operations'][number],
  index: number,
  result: OperationResult,
): OperationResult {
  const { expect = result.count, created = result.created } = operation
  if (expect === result.count && created === result.created) return result
  const text = `operation ${index} (${operation.operation} on ${operation.table}) met ${result.count} records; nothing was changed`
  throw new Refusal('EXPECTATION_FAILED', text)
}

/** A record without its number, which is the store's own. */
export function withoutRev(given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { _rev, ...rest } = given
  return rest
}
