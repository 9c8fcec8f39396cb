import { AsyncLocalStorage } from 'node:async_hooks'
import { hex, type Random } from '@millrace/kernel'

const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/u
const ZERO = /^0+$/u

const current = new AsyncLocalStorage<string>()

/** The `traceparent` of the work under way (W3C Trace Context, level 1): what goes out carries it. */
export function currentTrace(): string | undefined {
  return current.getStore()
}

/** Runs `work` as a new span of the trace that `parent` names, or of a new trace when it names none. */
export function withTrace<T>(parent: string | undefined, random: Random, work: () => T): T {
  return current.run(childOf(parent, random), work)
}

/** A new span of the given trace, sampled as its parent; a new, sampled trace when the header is missing or wrong. */
export function childOf(parent: string | undefined, random: Random): string {
  const [, trace = '', span = '', flags = '01'] = TRACEPARENT.exec(parent ?? '') ?? []
  const valid = trace !== '' && !ZERO.test(trace) && !ZERO.test(span)
  return `00-${valid ? trace : hex(random.bytes(16))}-${hex(random.bytes(8))}-${valid ? flags : '01'}`
}
