import { createHmac, timingSafeEqual } from 'node:crypto'
import { type Random, hex, systemRandom } from '@millrace/kernel'

const shortest = 32

/** A first-run token: 256 bits, hexadecimal. Print it as part of the console's URL: `http://127.0.0.1:8080/#token=…`. */
export function newConsoleToken(random: Random = systemRandom): string {
  return hex(random.bytes(32))
}

/** Compares without telling by its duration how much of the token was right. */
export function sameToken(given: string, token: string): boolean {
  return timingSafeEqual(digest(given, 'compare'), digest(token, 'compare'))
}

/** What the cookie holds: derived from the token, so that it is worth nothing elsewhere and survives a restart. */
export function sessionOf(token: string): string {
  return digest(token, 'session').toString('hex')
}

function digest(text: string, purpose: string): Buffer {
  return createHmac('sha256', `millrace console ${purpose}`).update(text).digest()
}

/** True when a token is long enough to withstand guessing. */
export function isLongEnough(token: string): boolean {
  return token.length >= shortest
}
