import { Fault } from '@millrace/kernel'
import { scopeText, scopesOf } from '../scopes/scope.ts'
import type { ScramKeys } from '../secrets/scram.ts'
import type { Credentials, Kind, Known } from './principal.ts'

/** A principal as the journal keeps it; bytes in base64. */
export interface StoredPrincipal {
  readonly name: string
  readonly kind: Kind
  readonly scopes: readonly string[]
  readonly createdAt: number
  readonly credentials: StoredCredentials
}

type StoredCredentials =
  | { readonly salt: string; readonly digest: string }
  | { readonly 'SCRAM-SHA-256': StoredScram; readonly 'SCRAM-SHA-512': StoredScram }

interface StoredScram {
  readonly salt: string
  readonly iterations: number
  readonly storedKey: string
  readonly serverKey: string
}

export function toStored({ principal, credentials }: Known): StoredPrincipal {
  return { ...principal, scopes: principal.scopes.map(scopeText), credentials: storedCredentials(credentials) }
}

/** @throws Fault PRINCIPALS_DAMAGED */
export function fromStored(key: string, value: object): Known {
  try {
    const { name, kind, scopes, createdAt, credentials } = value as StoredPrincipal
    const principal = { name, kind, scopes: scopes.flatMap(scopesOf), createdAt }
    return { principal, credentials: readCredentials(kind, credentials) }
  } catch (error) {
    throw new Fault('PRINCIPALS_DAMAGED', `what is kept of ${key} cannot be read: restore a backup`, { cause: error })
  }
}

function storedCredentials(credentials: Credentials): StoredCredentials {
  if (credentials.kind !== 'user')
    return { salt: text(credentials.secret.salt), digest: text(credentials.secret.digest) }
  const { scram } = credentials
  return { 'SCRAM-SHA-256': storedScram(scram['SCRAM-SHA-256']), 'SCRAM-SHA-512': storedScram(scram['SCRAM-SHA-512']) }
}

function readCredentials(kind: Kind, stored: StoredCredentials): Credentials {
  if (!('SCRAM-SHA-256' in stored)) {
    if (kind === 'user') throw new TypeError('a user has SCRAM keys')
    return { kind, secret: { salt: bytes(stored.salt), digest: bytes(stored.digest) } }
  }
  const scram = {
    'SCRAM-SHA-256': readScram(stored['SCRAM-SHA-256']),
    'SCRAM-SHA-512': readScram(stored['SCRAM-SHA-512']),
  }
  return { kind: 'user', scram }
}

const storedScram = ({ salt, iterations, storedKey, serverKey }: ScramKeys): StoredScram => ({
  salt: text(salt),
  iterations,
  storedKey: text(storedKey),
  serverKey: text(serverKey),
})

const readScram = ({ salt, iterations, storedKey, serverKey }: StoredScram): ScramKeys => ({
  salt: bytes(salt),
  iterations,
  storedKey: bytes(storedKey),
  serverKey: bytes(serverKey),
})

const text = (buffer: Buffer): string => buffer.toString('base64')
const bytes = (base64: string): Buffer => Buffer.from(base64, 'base64')
