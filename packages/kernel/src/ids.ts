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

function uuidText(bytes: Uint8Array): string {
  const text = hex(bytes)
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`
}
