import { createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto'

export interface TokenKey {
  /** A secret, or a public key as PEM. */
  readonly key: string
  readonly audience: string | undefined
}

const LEEWAY_S = 60
const CHARS_MOST = 8192

/**
 * What is wrong with a JSON Web Token (RFC 7519); undefined when it is good. A secret takes HS256 alone, a public key RS256
 * or ES256 alone: the token does not choose. `now` is in ms since epoch.
 */
export function faultOfToken(token: string, { key, audience }: TokenKey, now: number): string | undefined {
  const parts = token.length > CHARS_MOST ? [] : token.split('.')
  const [head, body, signature] = parts
  if (parts.length !== 3 || head === undefined || body === undefined || signature === undefined) return 'it is no JWT'
  const header = parsed(head)
  const claims = parsed(body)
  if (header === undefined || claims === undefined) return 'it is no JWT'
  const signed = isSigned({ algorithm: header['alg'], key, text: `${head}.${body}`, signature })
  if (!signed) return 'its signature is not that of the key'
  const seconds = now / 1000
  const { exp, nbf, aud } = claims
  if (typeof exp !== 'number') return 'it has no exp: it would hold for ever'
  if (exp + LEEWAY_S < seconds) return 'it has expired'
  if (typeof nbf === 'number' && nbf - LEEWAY_S > seconds) return 'it does not hold yet'
  if (audience !== undefined && ![aud].flat().includes(audience)) return `it is not for ${audience}`
  return undefined
}

function isSigned(given: {
  readonly algorithm: unknown
  readonly key: string
  readonly text: string
  readonly signature: string
}): boolean {
  const { algorithm, key, text } = given
  const signature = Buffer.from(given.signature, 'base64url')
  if (!key.startsWith('-----BEGIN')) {
    const expected = createHmac('sha256', key).update(text).digest()
    return algorithm === 'HS256' && expected.length === signature.length && timingSafeEqual(expected, signature)
  }
  const publicKey = createPublicKey(key)
  const wanted = publicKey.asymmetricKeyType === 'ec' ? 'ES256' : 'RS256'
  if (algorithm !== wanted) return false
  return verify('sha256', Buffer.from(text), { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature)
}

function parsed(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString())
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined
  } catch {
    return undefined
  }
}
