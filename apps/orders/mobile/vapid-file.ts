import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { webcrypto } from 'node:crypto'
import { Refusal, messageOf } from '@millrace/kernel'

type Jwk = webcrypto.JsonWebKey

/** The key by which push services know the sender (RFC 8292), and its public part as browsers want it. */
export interface VapidKey {
  readonly jwk: Jwk
  /** Uncompressed P-256 point, base64url. */
  readonly publicKey: string
}

const FILE = 'vapid-key.json'

/**
 * From `given` (a private JWK), else from the data directory, where the first start writes it; without one, for this run
 * only. Subscriptions belong to the key.
 *
 * @throws Refusal INVALID_CONFIGURATION when what is given is no private P-256 JWK.
 */
export async function vapidKey(given: string | undefined, directory: string | undefined): Promise<VapidKey> {
  if (given !== undefined) return parsed(given, 'VAPID_PRIVATE_KEY')
  if (directory === undefined) return keyOf(await generated())
  await mkdir(directory, { recursive: true })
  const path = join(directory, FILE)
  const known = await readFile(path, 'utf8').catch(noneThere)
  if (known !== undefined) return parsed(known, path)
  const jwk = await generated()
  // Whole or not at all: a start that is killed here leaves nothing that the next one stumbles over.
  const file = await open(`${path}.new`, 'w', 0o600)
  try {
    await file.write(JSON.stringify(jwk))
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.new`, path)
  return keyOf(jwk)
}

async function generated(): Promise<Jwk> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
  return crypto.subtle.exportKey('jwk', pair.privateKey)
}

function parsed(text: string, where: string): VapidKey {
  try {
    const jwk = JSON.parse(text) as Jwk
    if (jwk.kty === 'EC' && jwk.crv === 'P-256' && jwk.d !== undefined) return keyOf(jwk)
  } catch (error) {
    throw new Refusal('INVALID_CONFIGURATION', `${where}: is not JSON: ${messageOf(error)}`)
  }
  throw new Refusal('INVALID_CONFIGURATION', `${where}: must be a private JWK of the curve P-256`)
}

function keyOf(jwk: Jwk): VapidKey {
  const point = [Buffer.of(4), Buffer.from(jwk.x ?? '', 'base64url'), Buffer.from(jwk.y ?? '', 'base64url')]
  return { jwk, publicKey: Buffer.concat(point).toString('base64url') }
}

function noneThere(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
