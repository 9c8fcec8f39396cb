import type { webcrypto } from 'node:crypto'

/** What a browser keeps of its subscription. */
export interface PushSecrets {
  readonly privateKey: webcrypto.CryptoKey
  /** Uncompressed P-256 point, 65 bytes. */
  readonly publicKey: Uint8Array<ArrayBuffer>
  /** 16 bytes. */
  readonly auth: Uint8Array<ArrayBuffer>
}

const { subtle } = globalThis.crypto
const CURVE = { name: 'ECDH', namedCurve: 'P-256' } as const
const SALT_BYTES = 16
const HEAD_BYTES = SALT_BYTES + 4 + 1

export async function newSecrets(): Promise<PushSecrets> {
  const pair = await subtle.generateKey(CURVE, true, ['deriveBits'])
  const publicKey = new Uint8Array(await subtle.exportKey('raw', pair.publicKey))
  return { privateKey: pair.privateKey, publicKey, auth: globalThis.crypto.getRandomValues(new Uint8Array(16)) }
}

/**
 * A push message's text: Message Encryption for Web Push (RFC 8291) in the aes128gcm content coding (RFC 8188) with one record:
 * salt 16, record size 4, key length 1, the sender's public key, then AES-128-GCM; the plaintext ends with the octet 2.
 *
 * @throws Error when it was not encrypted for these secrets.
 */
export async function decryptPush(body: Uint8Array<ArrayBuffer>, secrets: PushSecrets): Promise<string> {
  const salt = body.slice(0, SALT_BYTES)
  const keyBytes = body[HEAD_BYTES - 1] ?? 0
  const sender = body.slice(HEAD_BYTES, HEAD_BYTES + keyBytes)
  const senderKey = await subtle.importKey('raw', sender, CURVE, true, [])
  const shared = await subtle.deriveBits({ name: 'ECDH', public: senderKey }, secrets.privateKey, 256)
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), secrets.publicKey, sender])
  const material = await hkdf(shared, secrets.auth, info, 32)
  const key = await hkdf(material, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16)
  const iv = await hkdf(material, salt, Buffer.from('Content-Encoding: nonce\0'), 12)
  const aes = await subtle.importKey('raw', key, 'AES-GCM', false, ['decrypt'])
  const padded = Buffer.from(await subtle.decrypt({ name: 'AES-GCM', iv }, aes, body.slice(HEAD_BYTES + keyBytes)))
  return padded.toString('utf8', 0, padded.lastIndexOf(2))
}

async function hkdf(
  material: ArrayBuffer,
  salt: Uint8Array<ArrayBuffer>,
  info: Buffer<ArrayBuffer>,
  bytes: number,
): Promise<ArrayBuffer> {
  const key = await subtle.importKey('raw', material, 'HKDF', false, ['deriveBits'])
  return subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt, info }, key, bytes * 8)
}
