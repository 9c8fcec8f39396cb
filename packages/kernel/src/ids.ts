import { invariant } from './errors.ts'
import type { Random } from './random.ts'

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Lower-case hexadecimal of `bytes`. */
export function hex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += HEX[byte] as string
  return text
}

/** UUID version 4 (RFC 9562, section 5.4) from the given source of randomness. */
export function uuidV4(random: Random): string {
  return uuidText(withVersion(random.bytes(16), 4))
}

/** UUID version 7 (RFC 9562, section 5.7): sorts by `now`, ms since epoch. */
export function uuidV7(random: Random, now: number): string {
  const bytes = random.bytes(16)
  for (let index = 5, left = now; index >= 0; index--, left = Math.floor(left / 256)) bytes[index] = left % 256
  return uuidText(withVersion(bytes, 7))
}

function withVersion(bytes: Uint8Array, version: number): Uint8Array {
  bytes[6] = ((bytes[6] as number) & 0x0f) | (version << 4)
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80
  return bytes
}

const uuidText = (bytes: Uint8Array): string => hyphenated(hex(bytes))

function hyphenated(text: string): string {
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`
}

/** The uuid of nothing: 128 zero bits. */
export const NIL_UUID = '00000000-0000-0000-0000-000000000000'

/** The text of the 16 bytes at `at`. */
export function uuidOf(bytes: Buffer, at = 0): string {
  return hyphenated(bytes.toString('hex', at, at + 16))
}

/** The 16 bytes of a uuid's text. */
export function uuidBytes(text: string): Buffer {
  const digits = text.replaceAll('-', '')
  invariant(/^[0-9a-f]{32}$/i.test(digits), 'a uuid has 32 hexadecimal digits', text)
  return Buffer.from(digits, 'hex')
}
