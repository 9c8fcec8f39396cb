import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { hex, type Random } from '@millrace/kernel'
import type { AdmissionClaims } from '../contract/admission.ts'
import type { SigningKey } from './model.ts'

/** A key of its own for each queue; the private half never leaves its ledger. */
export function newSigningKey(random: Random, now: number): SigningKey {
  const { privateKey } = generateKeyPairSync('ed25519')
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' })
  return { kid: hex(random.bytes(8)), privateKey: String(pem), createdAt: now }
}

/** Public halves as a JWK set (RFC 7517). */
export function publicKeys(keys: Iterable<SigningKey>): { keys: object[] } {
  return {
    keys: [...keys].map(({ kid, privateKey }) => ({
      ...createPublicKey(privateKey).export({ format: 'jwk' }),
      kid,
      alg: 'EdDSA',
      use: 'sig',
    })),
  }
}

/** Signs admissions. The same claims give the same token, so that a refresh finds the one that was there. */
export class Signer {
  readonly #keys = new Map<string, KeyObject>()

  token({ kid, privateKey }: SigningKey, claims: AdmissionClaims): string {
    const key = this.#keys.get(kid) ?? createPrivateKey(privateKey)
    this.#keys.set(kid, key)
    const body = `${encoded({ alg: 'EdDSA', typ: 'JWT', kid })}.${encoded(claims)}`
    return `${body}.${sign(null, Buffer.from(body), key).toString('base64url')}`
  }
}

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
