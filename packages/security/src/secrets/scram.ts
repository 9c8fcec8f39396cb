import { type BinaryLike, createHash, createHmac, pbkdf2, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

/**
 * Salted Challenge Response Authentication Mechanism, RFC 5802 (SCRAM-SHA-256: RFC 7677). What a server keeps of a
 * password: it can check a proof with it, and cannot log in anywhere else.
 */
export const SCRAM_MECHANISMS = { 'SCRAM-SHA-256': 'sha256', 'SCRAM-SHA-512': 'sha512' } as const

export type ScramMechanism = keyof typeof SCRAM_MECHANISMS

export interface ScramKeys {
  readonly salt: Buffer
  readonly iterations: number
  readonly storedKey: Buffer
  readonly serverKey: Buffer
}

const derive = promisify(pbkdf2)

/** Off the main thread: a derivation takes milliseconds. */
export async function scramKeys(
  mechanism: ScramMechanism,
  password: string,
  salt: Buffer,
  iterations: number,
): Promise<ScramKeys> {
  const hash = SCRAM_MECHANISMS[mechanism]
  const length = createHash(hash).digest().length
  const salted = await derive(password.normalize('NFKC'), salt, iterations, length, hash)
  const storedKey = createHash(hash)
    .update(hmac(hash, salted, 'Client Key'))
    .digest()
  return { salt, iterations, storedKey, serverKey: hmac(hash, salted, 'Server Key') }
}

/** Whether a proof shows that the client knows the password; `message` is AuthMessage of the RFC. */
export function provesPassword(mechanism: ScramMechanism, keys: ScramKeys, message: string, proof: Buffer): boolean {
  const hash = SCRAM_MECHANISMS[mechanism]
  const signature = hmac(hash, keys.storedKey, message)
  if (proof.length !== signature.length) return false
  const clientKey = Buffer.from(proof.map((byte, index) => byte ^ (signature[index] as number)))
  return timingSafeEqual(createHash(hash).update(clientKey).digest(), keys.storedKey)
}

/** What shows the client that the server knows its password too. */
export function serverSignature(mechanism: ScramMechanism, keys: ScramKeys, message: string): Buffer {
  return hmac(SCRAM_MECHANISMS[mechanism], keys.serverKey, message)
}

const hmac = (hash: string, key: BinaryLike, text: string): Buffer => createHmac(hash, key).update(text).digest()
