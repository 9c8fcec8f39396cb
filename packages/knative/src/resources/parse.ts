import { Refusal } from '@millrace/kernel'
import * as z from 'zod'

/** @throws Refusal INVALID_RESOURCE that names each wrong field */
export function parseAs<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.slice(0, 10).map(({ path, message }) => `${pathText(path)} ${message}`)
  throw new Refusal('INVALID_RESOURCE', `${what}: ${faults.join('; ')}`)
}

const pathText = (path: readonly PropertyKey[]): string =>
  path
    .reduce<string>((text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}.${String(key)}`), '')
    .slice(1)

/** A whole number out of an annotation. @throws Refusal INVALID_RESOURCE */
export function annotated<Usual extends number | undefined>(
  annotations: Readonly<Record<string, string>>,
  name: string,
  usual: Usual,
  [least, most]: readonly [number, number],
): number | Usual {
  const text = annotations[name]
  if (text === undefined) return usual
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  if (value >= least && value <= most) return value
  throw new Refusal('INVALID_RESOURCE', `metadata.annotations.${name} is ${least} to ${most}, not "${text}"`)
}
