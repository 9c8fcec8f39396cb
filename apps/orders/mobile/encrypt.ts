import type { webcrypto } from 'node:crypto'

type Bytes = Uint8Array<ArrayBuffer>

const { subtle } = globalThis.crypto
const CURVE = { name: 'ECDH', namedCurve: 'P-256' } as const
const RECORD_BYTES = 4096

/** What makes a message's encryption differ from every other one's. */
export interface Ephemeral {
  readonly keys: webcrypto.CryptoKeyPair
  /** 16 bytes. */
  readonly salt: Bytes
}

export async function newEphemeral(): Promise<Ephemeral> {
  const keys = await subtle.generateKey(CURVE, true, ['deriveBits'])
  return { keys, salt: globalThis.crypto.getRandomValues(new Uint8Array(16)) }
}

/**
 * A push message's body: Message Encryption for Web Push (RFC 8291) in the aes128gcm content coding (RFC 8188), as one record.
 * `receiver` is the subscription's public key, 65 bytes, `auth` its secret, 16 bytes.
 *
 * @throws Error when the text is too long for one record, or the key is no point of the curve.
 */
export async function encrypted(text: string, receiver: Bytes, auth: Bytes, { keys, salt }: Ephemeral): Promise<Bytes> {
  const plain = Buffer.concat([Buffer.from(text), Buffer.of(2)])
  if (plain.length + 16 > RECORD_BYTES - 103) throw new Error(`a push message has at most ${RECORD_BYTES - 120} bytes`)
  const sender = new Uint8Array(await subtle.exportKey('raw', keys.publicKey))
  const theirs = await subtle.importKey('raw', receiver, CURVE, true, [])
  const shared = await subtle.deriveBits({ name: 'ECDH', public: theirs }, keys.privateKey, 256)
  const material = await hkdf(shared, auth, Buffer.concat([Buffer.from('WebPush: info\0'), receiver, sender]), 32)
  const key = await hkdf(material, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16)
  const iv = await hkdf(material, salt, Buffer.from('Content-Encoding: nonce\0'), 12)
  const aes = await subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt'])
  const sealed = Buffer.from(await subtle.encrypt({ name: 'AES-GCM', iv }, aes, plain))
  const size = Buffer.alloc(4)
  size.writeUInt32BE(RECORD_BYTES)
  return new Uint8Array(Buffer.concat([salt, size, Buffer.of(sender.length), sender, sealed]))
}

async function hkdf(
  material: ArrayBuffer,
  salt: Bytes,
  info: Buffer<ArrayBuffer>,
  bytes: number,
): Promise<ArrayBuffer> {
  const key = await subtle.importKey('raw', material, 'HKDF', false, ['deriveBits'])
  return subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt, info }, key, bytes * 8)
}
