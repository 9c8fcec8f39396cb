import { createHmac, timingSafeEqual } from 'node:crypto'

const TOLERANCE_S = 300

/** Headers of a signed message, as Standard Webhooks has them. `now` in ms since epoch. */
export function signedHeaders(id: string, body: string, secret: string, now: number): Record<string, string> {
  const seconds = String(Math.floor(now / 1000))
  return {
    'webhook-id': id,
    'webhook-timestamp': seconds,
    'webhook-signature': `v1,${mac(id, seconds, body, secret)}`,
  }
}

/** Why a message is not taken for genuine; undefined when it is. Old ones are refused: they may have been kept and sent again. */
export function faultOf(
  header: (name: string) => string | undefined,
  body: string,
  secret: string,
  now: number,
): string | undefined {
  const [id, seconds, given] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map(header)
  if (id === undefined || seconds === undefined || given === undefined) {
    return 'the headers webhook-id, webhook-timestamp and webhook-signature are needed'
  }
  const expected = Buffer.from(mac(id, seconds, body, secret))
  const genuine = given
    .split(' ')
    .filter((text) => text.startsWith('v1,'))
    .some((text) => equal(Buffer.from(text.slice(3)), expected))
  if (!genuine) return 'no v1 signature is the HMAC-SHA-256 of <id>.<timestamp>.<body> with the shared secret'
  const offBy = Math.abs(Math.floor(now / 1000) - Number(seconds))
  return offBy > TOLERANCE_S ? `the signature is ${offBy} s off, more than ${TOLERANCE_S}: sign anew` : undefined
}

const mac = (id: string, seconds: string, body: string, secret: string): string =>
  createHmac('sha256', secret).update(`${id}.${seconds}.${body}`).digest('base64')

const equal = (given: Buffer, expected: Buffer): boolean =>
  given.length === expected.length && timingSafeEqual(given, expected)
