import { Fault, Refusal } from '@millrace/kernel'
import { codeOf, codeOfThrown } from '../../error-codes.ts'

/** What an answer says of one of the things that were asked for. */
export interface ErrorAnswer {
  readonly errorCode: number
  readonly errorMessage: string | null
}

export const NO_ERROR: ErrorAnswer = { errorCode: codeOf('NONE'), errorMessage: null }

/** @throws what was thrown when it is neither a refusal nor a fault: that is a bug */
export function errorAnswer(thrown: unknown): ErrorAnswer {
  const errorCode = codeOfThrown(thrown)
  return { errorCode, errorMessage: thrown instanceof Refusal || thrown instanceof Fault ? thrown.message : null }
}

/** Does one of the things that were asked for; a neighbour that fails does not stop it. */
export async function answered(act: () => unknown): Promise<ErrorAnswer> {
  try {
    await act()
    return NO_ERROR
  } catch (error) {
    return errorAnswer(error)
  }
}

/** Those that are there more than once. */
export function duplicatesOf<T>(items: readonly T[]): ReadonlySet<T> {
  const seen = new Set<T>()
  const twice = new Set<T>()
  for (const item of items) {
    if (seen.has(item)) twice.add(item)
    seen.add(item)
  }
  return twice
}
