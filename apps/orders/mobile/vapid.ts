import type { VapidKey } from './vapid-file.ts'

const { subtle } = globalThis.crypto
const VALID_S = 12 * 3600

/**
 * The Authorization header by which a push service knows the sender (RFC 8292): a JWT (ES256) for the service's origin, good
 * for twelve hours. `now` in ms since epoch.
 */
export async function vapidHeader(
  endpoint: string,
  contact: string,
  { jwk, publicKey }: VapidKey,
  now: number,
): Promise<string> {
  const claims = { aud: new URL(endpoint).origin, exp: Math.floor(now / 1000) + VALID_S, sub: contact }
  const signed = [{ typ: 'JWT', alg: 'ES256' }, claims].map((part) => base64url(JSON.stringify(part))).join('.')
  const key = await subtle.importKey('jwk', jwk, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign'])
  const signature = await subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, Buffer.from(signed))
  return `vapid t=${signed}.${Buffer.from(signature).toString('base64url')}, k=${publicKey}`
}

const base64url = (text: string): string => Buffer.from(text).toString('base64url')
