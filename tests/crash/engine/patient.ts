import { setTimeout as sleep } from 'node:timers/promises'
import type { Answered, CallName, PlainGateway } from '@millrace/zeebe/testing'

/** Statuses that say nothing of whether the command was done: the gateway is away, or was killed before it answered. */
const UNSURE: ReadonlySet<string> = new Set([
  'UNAVAILABLE',
  'CANCELLED',
  'DEADLINE_EXCEEDED',
  'INTERNAL',
  'UNKNOWN',
  'RESOURCE_EXHAUSTED',
  'ABORTED',
])

const CALL_MS = 5000
const PAUSE_MS = 40
/** On a busy machine a restart takes many seconds, and the life after it may be over before a call gets through. */
const GIVE_UP_AFTER_MS = 300_000

export interface PatientAnswer extends Answered {
  /** Calls before this one whose outcome is not known: the command may have been done by one of them. */
  readonly unsure: number
}

export const isUnsure = ({ code }: Answered): boolean => UNSURE.has(code)

/** Repeats a command until it gets an answer of the engine, for five minutes at most; each call has a deadline. */
export async function patient(gateway: PlainGateway, name: CallName, request: object): Promise<PatientAnswer> {
  const deadline = performance.now() + GIVE_UP_AFTER_MS
  for (let unsure = 0; ; unsure++) {
    const answer = await gateway.call(name, request, CALL_MS)
    if (!isUnsure(answer)) return { ...answer, unsure }
    if (performance.now() > deadline) {
      throw new Error(`${name} had no answer for ${GIVE_UP_AFTER_MS} ms; the last was ${answer.code}: ${answer.text}`)
    }
    await sleep(PAUSE_MS)
  }
}
