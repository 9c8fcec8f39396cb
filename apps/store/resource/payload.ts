import { type Check, type Checked, ok, wrong } from './checked.ts'
import type { Wire } from './entity.ts'

/** Reads the named fields of an event's payload, each with its check; other fields are left alone. */
export function readPayload<E>(checks: { readonly [Name in keyof E]: Check<E[Name]> }, payload: Wire): Checked<E> {
  const entity: Record<string, unknown> = {}
  for (const [field, check] of Object.entries<Check<unknown>>(checks)) {
    const read = check(payload[field])
    if (read.kind === 'wrong') return wrong(`payload.${field} ${read.reason}`)
    entity[field] = read.value
  }
  return ok(entity as E)
}

/** Any text at all. */
export const anyText: Check<string> = (given) => (typeof given === 'string' ? ok(given) : wrong('must be a text'))
