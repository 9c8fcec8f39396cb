import { createHash } from 'node:crypto'
import { type Random, uuidOf, uuidV7 } from '@millrace/kernel'

/**
 * The id of a new order. A request with an Idempotency-Key always gets the same one (UUID version 8, RFC 9562), so that what
 * a shop that crashed had already written down is found again and not ordered twice.
 */
export function orderIdOf(key: string | string[] | undefined, random: Random, now: number): string {
  if (typeof key !== 'string') return uuidV7(random, now)
  const bytes = createHash('sha256').update(`order ${key}`).digest().subarray(0, 16)
  bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  return uuidOf(bytes)
}
