import { textOf } from './text.ts'
import type { SqlType } from './type.ts'

/** A value as clients show it, the gateway's PLAIN_TEXT: as a cast to STRING, but bytes as `x'0aff'`. Null is null. */
export function printed(value: unknown, type: SqlType, zone = 'UTC'): string | null {
  return value === null || value === undefined ? null : textOf(value, type, { zone, bytes: hexadecimal })
}

const hexadecimal = (bytes: Uint8Array): string => `x'${Buffer.from(bytes).toString('hex')}'`
