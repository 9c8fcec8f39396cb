import { type FieldError, wrongFields } from '@millrace/client/http'
import type { Check } from './checked.ts'

/** One check for each field that a client sets. */
export type Checks<Input> = { readonly [Name in keyof Input]: Check<Input[Name]> }

const LISTED_FIELDS_MOST = 20

/**
 * Reads a body: every field is required and checked, and everything that is wrong is told at once. Fields in
 * `readOnly` are the service's own: they may be sent back as they were read, and are ignored. Any other field is an
 * error, for a misspelt name must not be dropped silently.
 *
 * @throws Problem 400 that names each wrong field.
 */
export function readFields<Input>(checks: Checks<Input>, body: unknown, readOnly: readonly string[]): Input {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw wrongFields([{ field: '', message: 'the body must be a JSON object' }])
  }
  const given = body as Readonly<Record<string, unknown>>
  const names = Object.keys(checks)
  const errors: FieldError[] = []
  const value: Record<string, unknown> = {}
  for (const [field, check] of Object.entries<Check<unknown>>(checks)) {
    if (!Object.hasOwn(given, field) || given[field] === null) errors.push({ field, message: 'is missing' })
    else {
      const read = check(given[field])
      if (read.kind === 'ok') value[field] = read.value
      else errors.push({ field, message: read.reason })
    }
  }
  for (const field of Object.keys(given).filter((name) => !names.includes(name) && !readOnly.includes(name))) {
    if (errors.length === LISTED_FIELDS_MOST) break
    errors.push({ field: field.slice(0, 100), message: `is not known here; the fields are ${names.join(', ')}` })
  }
  if (errors.length > 0) throw wrongFields(errors)
  return value as Input
}
