import { refuseEvent } from '../event-refusal.ts'

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The text of UTF-8 bytes; undefined when they are none. A byte order mark stays a character. */
export function utf8Text(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes)
  } catch {
    return undefined
  }
}

/** @throws EventRefusal INVALID_EVENT */
export function requireUtf8(bytes: Uint8Array, what: string): string {
  return utf8Text(bytes) ?? refuseEvent(`${what} is not UTF-8`)
}
