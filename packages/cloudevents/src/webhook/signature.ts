import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * Standard Webhooks: `webhook-signature: v1,<base64 of HMAC-SHA256 over "{id}.{timestamp}.{body}">`. A secret is
 * `whsec_` and base64, or text as it is.
 */
export interface SignedParts {
  readonly id: string
  /** Seconds since epoch. */
  readonly timestamp: number
  readonly body: Buffer
}

const TOLERANCE_S = 300

export function signatureHeaders(secret: string, parts: SignedParts): [string, string][] {
  return [
    ['webhook-id', parts.id],
    ['webhook-timestamp', String(parts.timestamp)],
    ['webhook-signature', `v1,${signatureOf(secret, parts)}`],
  ]
}

/** Why a signed message is not to be trusted; undefined when it is. `now` is in ms since epoch. */
export function faultOfSignature(
  secret: string,
  message: { readonly header: (name: string) => string | undefined; readonly body: Buffer },
  now: number,
): string | undefined {
  const id = message.header('webhook-id')
  const time = message.header('webhook-timestamp')
  const signatures = message.header('webhook-signature')
  if (id === undefined || time === undefined || signatures === undefined) return 'it has no signature'
  if (!/^\d{1,12}$/.test(time)) return 'its webhook-timestamp is not in seconds'
  const timestamp = Number(time)
  if (Math.abs(now / 1000 - timestamp) > TOLERANCE_S) return 'it was signed more than five minutes from now'
  const expected = Buffer.from(signatureOf(secret, { id, timestamp, body: message.body }))
  const matches = signatures.split(' ').some((signature) => {
    const given = Buffer.from(signature.startsWith('v1,') ? signature.slice(3) : '')
    return given.length === expected.length && timingSafeEqual(given, expected)
  })
  return matches ? undefined : 'its signature is not that of the secret'
}

function signatureOf(secret: string, { id, timestamp, body }: SignedParts): string {
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret)
  return createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')
}
