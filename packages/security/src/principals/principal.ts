import { Refusal } from '@millrace/kernel'
import type { Scope } from '../scopes/scope.ts'
import type { ScramKeys, ScramMechanism } from '../secrets/scram.ts'
import type { SecretDigest } from '../secrets/secret.ts'

/**
 * `user` has a password and speaks Kafka (SASL); `client` has a secret and asks for tokens (OAuth client credentials);
 * `key` is a bearer key of HTTP.
 */
export const KINDS = ['user', 'client', 'key'] as const

export type Kind = (typeof KINDS)[number]

/** Somebody who may be let in. */
export interface Principal {
  readonly name: string
  readonly kind: Kind
  readonly scopes: readonly Scope[]
  /** ms since epoch */
  readonly createdAt: number
}

/** What is kept of what he knows. */
export type Credentials =
  | { readonly kind: 'user'; readonly scram: Readonly<Record<ScramMechanism, ScramKeys>> }
  | { readonly kind: 'client' | 'key'; readonly secret: SecretDigest }

export interface Known {
  readonly principal: Principal
  readonly credentials: Credentials
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/u
/** What the platform calls itself, and who is nobody. */
const RESERVED = /^(?:anonymous|console|platform(?:\..*)?)$/iu

/** Whether there may be a principal of this name, the platform's own among them. */
export const isName = (name: string): boolean => NAME.test(name)

/** @throws Refusal INVALID_NAME */
export function checkName(name: string): void {
  const right = 'a name is 1 to 64 letters, digits, dots, dashes and underscores'
  if (!isName(name)) throw new Refusal('INVALID_NAME', `${JSON.stringify(name.slice(0, 100))} is no name: ${right}`)
  if (RESERVED.test(name)) throw new Refusal('INVALID_NAME', `${name} is a name of the platform's own`)
}
