import { Fault, Refusal, messageOf } from '@millrace/kernel'

/** One plain line on stderr for what the caller can mend; a stack for a bug. */
export function reportError(thrown: unknown): void {
  if (thrown instanceof Refusal || thrown instanceof Fault) console.error(`error: ${thrown.message}`)
  else console.error(thrown instanceof Error ? (thrown.stack ?? thrown.message) : messageOf(thrown))
}
