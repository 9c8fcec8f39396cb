import { createHmac, timingSafeEqual } from 'node:crypto'

/** Header of a signed request, in Stripe's form: `t=<seconds>,v1=<hex>[,v1=<hex>]`. */
export const SIGNATURE_HEADER = 'webhook-signature'

/** A signature is taken this long before and after its time, s. */
export const TOLERANCE_S = 300

export type Verdict = { readonly kind: 'genuine' } | { readonly kind: 'invalid' | 'stale'; readonly reason: string }

/** The header for a body; `now` in ms since epoch. */
export function sign(body: string, secret: string, now: number): string {
  const seconds = Math.floor(now / 1000)
  return `t=${seconds},v1=${mac(body, secret, seconds)}`
}

/**
 * Whether the body comes from a holder of the secret, and not long ago. The MAC covers `<t>.<body>` (HMAC-SHA-256), so neither
 * can be changed; the comparison takes the same time wherever they differ.
 */
export function verify(header: string | undefined, body: string, secret: string, now: number): Verdict {
  if (header === undefined) return { kind: 'invalid', reason: `the header ${SIGNATURE_HEADER} is missing` }
  const parts = header.split(',').map((part) => part.trim().split('='))
  const time = parts.find(([name]) => name === 't')?.[1] ?? ''
  const given = parts.filter(([name]) => name === 'v1').map(([, value]) => value ?? '')
  if (!/^\d{1,12}$/u.test(time) || given.length === 0)
    return { kind: 'invalid', reason: `${SIGNATURE_HEADER} must be t=<seconds>,v1=<hex>` }
  const expected = Buffer.from(mac(body, secret, Number(time)), 'hex')
  if (!given.some((text) => equal(text, expected)))
    return { kind: 'invalid', reason: 'no v1 is the HMAC-SHA-256 of <t>.<body> with the shared secret' }
  const offBy = Math.abs(Math.floor(now / 1000) - Number(time))
  if (offBy > TOLERANCE_S)
    return { kind: 'stale', reason: `the signature is ${offBy} s off; at most ${TOLERANCE_S} s are taken: sign anew` }
  return { kind: 'genuine' }
}

const mac = (body: string, secret: string, seconds: number): string =>
  createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')

function equal(text: string, expected: Buffer): boolean {
  if (!/^[0-9a-f]{64}$/u.test(text)) return false
  return timingSafeEqual(Buffer.from(text, 'hex'), expected)
}
