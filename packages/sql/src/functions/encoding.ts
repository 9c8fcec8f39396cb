import { createHash, randomUUID } from 'node:crypto'
import { BIGINT, BYTES, INT, STRING, type SqlType, isBinary, isInteger, isString } from '../types/type.ts'
import type { Integer } from '../types/integer.ts'
import { type ScalarFunction, signature, simple } from './function.ts'

const mayBeNull = { nullable: true } as const
const textOrBytes = (type: SqlType): boolean => isString(type) || isBinary(type)

function hash(name: string, algorithm: string, length: number): ScalarFunction {
  return simple(
    name,
    `${name}(s): the digest in hexadecimal`,
    1,
    signature({ name: 'CHAR', nullable: true, length }, textOrBytes),
    (s: string | Uint8Array) => createHash(algorithm).update(s).digest('hex'),
  )
}

const SHA2_BITS = new Set([224, 256, 384, 512])

const ENCODINGS: Readonly<Record<string, BufferEncoding>> = {
  'UTF-8': 'utf8',
  UTF8: 'utf8',
  'US-ASCII': 'latin1',
  'ISO-8859-1': 'latin1',
  'UTF-16LE': 'utf16le',
}

function urlPart(url: URL, part: string, key?: string): string | null {
  switch (part) {
    case 'HOST':
      return url.hostname
    case 'PATH':
      return url.pathname
    case 'QUERY':
      return key === undefined ? url.search.slice(1) || null : url.searchParams.get(key)
    case 'REF':
      return url.hash.slice(1) || null
    case 'PROTOCOL':
      return url.protocol.slice(0, -1)
    case 'FILE':
      return url.pathname + url.search
    case 'AUTHORITY':
      return url.host
    case 'USERINFO':
      return url.username === '' ? null : `${url.username}${url.password === '' ? '' : `:${url.password}`}`
    default:
      return null
  }
}

function decodedUrl(s: string): string | null {
  try {
    return decodeURIComponent(s.replaceAll('+', ' '))
  } catch {
    return null
  }
}

/** As Java's URLEncoder: letters, digits, `.-*_` stand, a blank is a plus. */
function encodedUrl(s: string): string {
  return encodeURIComponent(s)
    .replaceAll('%20', '+')
    .replaceAll(/[!'()~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** Java's hash of a text. */
function hashCode(s: string): number {
  let code = 0
  for (let at = 0; at < s.length; at++) code = (Math.imul(31, code) + s.charCodeAt(at)) | 0
  return code
}

export const encodings: readonly ScalarFunction[] = [
  simple(
    'ASCII',
    'ASCII(s): its first byte',
    1,
    signature(INT, isString),
    (s: string) => ((Buffer.from(s.slice(0, 1))[0] ?? 0) << 24) >> 24,
  ),
  simple(
    'CHR',
    'CHR(n): the character with this code',
    1,
    signature(STRING, isInteger),
    (n: Integer) => (n < 0 ? '' : String.fromCharCode(Number(BigInt(n) & 255n))),
    mayBeNull,
  ),
  simple('TO_BASE64', 'TO_BASE64(s)', 1, signature(STRING, isString), (s: string) => Buffer.from(s).toString('base64')),
  simple('FROM_BASE64', 'FROM_BASE64(s)', 1, signature(STRING, isString), (s: string) =>
    Buffer.from(s, 'base64').toString(),
  ),
  hash('MD5', 'md5', 32),
  hash('SHA1', 'sha1', 40),
  hash('SHA224', 'sha224', 56),
  hash('SHA256', 'sha256', 64),
  hash('SHA384', 'sha384', 96),
  hash('SHA512', 'sha512', 128),
  simple(
    'SHA2',
    'SHA2(s, bits): of 224, 256, 384 or 512 bits',
    2,
    signature({ name: 'VARCHAR', nullable: true, length: 128 }, textOrBytes, isInteger),
    (s: string | Uint8Array, bits: number) =>
      SHA2_BITS.has(bits) ? createHash(`sha${bits}`).update(s).digest('hex') : null,
  ),
  simple('ENCODE', 'ENCODE(s, charset): bytes', 2, signature(BYTES, isString), (s: string, charset: string) => {
    const encoding = ENCODINGS[charset.toUpperCase()]
    return encoding === undefined ? null : new Uint8Array(Buffer.from(s, encoding))
  }),
  simple(
    'DECODE',
    'DECODE(bytes, charset): text',
    2,
    signature(STRING, isBinary, isString),
    (bytes: Uint8Array, charset: string) => {
      const encoding = ENCODINGS[charset.toUpperCase()]
      return encoding === undefined ? null : Buffer.from(bytes).toString(encoding)
    },
  ),
  simple(
    'HEX',
    'HEX(n or s)',
    1,
    signature(STRING, (type) => isString(type) || isInteger(type)),
    (x: Integer | string) =>
      (typeof x === 'string'
        ? Buffer.from(x).toString('hex')
        : BigInt.asUintN(64, BigInt(x)).toString(16)
      ).toUpperCase(),
  ),
  simple(
    'UNHEX',
    'UNHEX(s): bytes; null when it is no hexadecimal',
    1,
    signature(BYTES, isString),
    (s: string) => {
      const even = s.length % 2 === 0 ? s : `0${s}`
      return /^[0-9a-fA-F]*$/.test(even) ? new Uint8Array(Buffer.from(even, 'hex')) : null
    },
    mayBeNull,
  ),
  simple('BIN', 'BIN(n): in binary', 1, signature(STRING, isInteger), (n: Integer) =>
    BigInt.asUintN(64, BigInt(n)).toString(2),
  ),
  simple(
    'PARSE_URL',
    'PARSE_URL(url, part [, key]): HOST, PATH, QUERY, REF, PROTOCOL, FILE, AUTHORITY or USERINFO',
    [2, 3],
    signature(STRING, isString),
    (text: string, part: string, key?: string) => {
      const url = URL.parse(text)
      return url === null ? null : urlPart(url, part, key)
    },
    mayBeNull,
  ),
  simple('URL_ENCODE', 'URL_ENCODE(s)', 1, signature(STRING, isString), encodedUrl, mayBeNull),
  simple(
    'URL_DECODE',
    'URL_DECODE(s): null when it is malformed',
    1,
    signature(STRING, isString),
    decodedUrl,
    mayBeNull,
  ),
  simple('HASH_CODE', 'HASH_CODE(s)', 1, signature(BIGINT, isString), hashCode),
  simple(
    'UUID',
    'UUID(): a random one',
    0,
    () => ({ name: 'CHAR', nullable: false, length: 36 }),
    () => randomUUID(),
    {
      volatile: true,
    },
  ),
]
