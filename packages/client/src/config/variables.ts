import { z } from 'zod'

/** A whole number, as text. */
export function wholeNumber(least: number, most: number) {
  const text = `a whole number from ${least} to ${most}`
  return z
    .string()
    .regex(/^-?\d{1,15}$/u, text)
    .transform(Number)
    .refine((value) => value >= least && value <= most, text)
}

/** `true`/`on`/`1` or `false`/`off`/`0`. */
export function toggle() {
  return z
    .enum(['true', 'on', '1', 'false', 'off', '0'], 'on or off')
    .transform((text) => ['true', 'on', '1'].includes(text))
}

/** A bearer key or token (RFC 6750, section 2.1). */
export function bearerToken() {
  return z.string().regex(/^[\w.~+/-]+=*$/u, 'a bearer key: letters, digits and -._~+/')
}

/** What a request carries for a key; nothing without one. */
export const bearerHeader = (token: string | undefined): Readonly<Record<string, string>> =>
  token === undefined ? {} : { authorization: `Bearer ${token}` }

/** A name of this instance alone, the same at each start: a restart then ends at once what a crash left open. */
export const instanceId = () =>
  z
    .string()
    .regex(/^[\w.-]{1,60}$/u, 'letters, digits, dot, dash and underscore')
    .optional()

/** A TCP port; 0 means any free one. */
export const port = () => wholeNumber(0, 65_535)

/** An absolute http(s) URL, without the slash at its end. */
export function httpUrl() {
  return z
    .string()
    .refine((text) => /^https?:$/u.test(URL.parse(text)?.protocol ?? ''), 'a URL such as http://127.0.0.1:8080')
    .transform((text) => text.replace(/\/+$/u, ''))
}
