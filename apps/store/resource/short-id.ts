import type { Random } from '@millrace/kernel'

/** A random id in the form of the original's ShortGuid: 16 bytes, base64url without padding, 22 characters. */
export function shortId(random: Random): string {
  const bytes = random.bytes(16)
  // As a UUID of version 4, which is what the original's bytes are.
  bytes[7] = ((bytes[7] as number) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80
  return Buffer.from(bytes).toString('base64url')
}
