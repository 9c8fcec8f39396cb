import { createHash, timingSafeEqual } from 'node:crypto'
import { type Random, hex } from '@millrace/kernel'

/** What is kept of a secret of 256 random bits: nobody guesses such, so one round of SHA-256 over a salt is enough. */
export interface SecretDigest {
  readonly salt: Buffer
  readonly digest: Buffer
}

const SECRET_BYTES = 32
const SALT_BYTES = 16

/** 64 hexadecimal digits. */
export const newSecret = (random: Random): string => hex(random.bytes(SECRET_BYTES))

export const newSalt = (random: Random): Buffer => Buffer.from(random.bytes(SALT_BYTES))

export function digestOf(secret: string, salt: Buffer): SecretDigest {
  return { salt, digest: salted(secret, salt) }
}

/** In time that does not tell how much of it was right. */
export function isSecret(given: string, { salt, digest }: SecretDigest): boolean {
  return timingSafeEqual(salted(given, salt), digest)
}

/** What a token is found by: it is as random as a secret, and has to be looked up. */
export const fingerprint = (token: string): string => createHash('sha256').update(token).digest('hex')

const salted = (secret: string, salt: Buffer): Buffer => createHash('sha256').update(salt).update(secret).digest()
