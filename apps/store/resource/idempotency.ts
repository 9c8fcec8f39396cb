import { createHash } from 'node:crypto'
import type { Wire } from './entity.ts'

/** What the first POST with a key set out to create. */
export interface Claim {
  /** SHA-256 of what the client asked for. */
  readonly fingerprint: string
  readonly entity: Wire
}

export interface Claimed extends Claim {
  /** The entity has been written; it may have been changed or removed since. */
  readonly settled: boolean
}

/**
 * Remembers the Idempotency-Keys of a service's POSTs, in the log, for a day. All instances agree on which claim of a
 * key came first, because all read them in one order; so a repetition gets the first one's answer whichever instance
 * it reaches, also after a crash between claim and entity.
 */
export interface Claims {
  /** The claim of this key, as of now. */
  find(key: string): Promise<Claimed | undefined>
  /** Claims the key; resolves, durable, with the claim that came first, which may be another's. */
  claim(key: string, claim: Claim): Promise<Claimed>
  /** Says that the entity has been written; resolves when that is durable. */
  settle(key: string): Promise<void>
}

/** Fields are in the order of their checks, not of the body, so equal requests have equal fingerprints. */
export const fingerprintOf = (input: unknown): string =>
  createHash('sha256').update(JSON.stringify(input)).digest('hex')

// As the header's draft lets a client send it, with or without the quotes of a structured field.
const KEY = /^[\u0021-\u007e]{1,255}$/u

export type KeyRead =
  | { readonly kind: 'none' }
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'wrong'; readonly reason: string }

export function readKey(header: string | readonly string[] | undefined): KeyRead {
  if (header === undefined) return { kind: 'none' }
  if (typeof header === 'string' && KEY.test(header)) return { kind: 'key', key: header }
  return { kind: 'wrong', reason: 'must be 1 to 255 visible ASCII characters, given once' }
}
