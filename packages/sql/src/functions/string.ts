import { createHash } from 'node:crypto'
import { INT, STRING, type SqlType, isBinary, isInteger, isString } from '../types/type.ts'
import { textOf } from '../types/text.ts'
import { sqlError } from '../position.ts'
import { type ScalarFunction, signature, simple } from './function.ts'

const text = (
  arity: number | readonly [number, number],
  name: string,
  doc: string,
  evaluate: ScalarFunction['make'] extends (...a: never[]) => infer E ? E : never,
): ScalarFunction => {
  return simple(name, doc, arity, signature(STRING, isString), evaluate)
}
const textInt = signature(STRING, isString, isInteger)

/** The most characters that one call may give. */
const MAX_CHARS = 10_000_000

function bounded(result: string): string {
  if (result.length > MAX_CHARS) throw sqlError('SQL_RUNTIME', `a string of more than ${MAX_CHARS} characters`)
  return result
}

/** Flink's: positions count from 1, from the end when negative. */
function substring(s: string, from: number, length?: number): string | null {
  const chars = /[\ud800-\udfff]/.test(s) ? Array.from(s) : s
  const start = from > 0 ? from - 1 : from < 0 ? chars.length + from : 0
  if (start < 0 || start >= chars.length || (length !== undefined && length <= 0)) return ''
  const part = chars.slice(start, length === undefined ? undefined : start + length)
  return typeof part === 'string' ? part : part.join('')
}

function pad(s: string, length: number, fill: string, left: boolean): string | null {
  if (length < 0 || fill === '') return null
  if (length > MAX_CHARS) throw sqlError('SQL_RUNTIME', `a string of more than ${MAX_CHARS} characters`)
  if (s.length >= length) return s.slice(0, length)
  return left ? s.padStart(length, fill) : s.padEnd(length, fill)
}

function trim(side: string, what: string, s: string): string {
  let [from, to] = [0, s.length]
  if (side !== 'TRAILING') while (from < to && what.includes(s[from] as string)) from++
  if (side !== 'LEADING') while (to > from && what.includes(s[to - 1] as string)) to--
  return s.slice(from, to)
}

function titled(s: string): string {
  return s.toLowerCase().replaceAll(/[\p{L}\p{N}]+/gu, (word) => (word[0] as string).toUpperCase() + word.slice(1))
}

function hash(name: string, algorithm: string): ScalarFunction {
  return simple(
    name,
    `${name}(s): the digest in hexadecimal`,
    1,
    signature(STRING, (type) => isString(type) || isBinary(type)),
    (s: string | Uint8Array) => createHash(algorithm).update(s).digest('hex'),
  )
}

const concat: ScalarFunction = {
  name: '||',
  doc: 'a || b: one text behind the other',
  arity: [2, 2],
  type: signature(STRING, () => true),
  make:
    ([a, b]) =>
    (x: unknown, y: unknown) =>
      bounded(textOf(x, a as SqlType) + textOf(y, b as SqlType)),
}

export const strings: readonly ScalarFunction[] = [
  concat,
  {
    name: 'CONCAT',
    doc: 'CONCAT(a, b, …): one text behind the other; null if any is null',
    arity: [1, 64],
    type: () => STRING,
    make:
      (types) =>
      (...values: unknown[]) =>
        bounded(values.map((value, at) => textOf(value, types[at] as SqlType)).join('')),
  },
  simple(
    'CONCAT_WS',
    'CONCAT_WS(separator, a, b, …): nulls are left out',
    [1, 64],
    () => STRING,
    (separator: string | null, ...values: (string | null)[]) =>
      separator === null ? null : bounded(values.filter((value) => value !== null).join(separator)),
    { nulls: 'own' },
  ),
  text(1, 'UPPER', 'UPPER(s)', (s: string) => s.toUpperCase()),
  text(1, 'LOWER', 'LOWER(s)', (s: string) => s.toLowerCase()),
  text(1, 'INITCAP', 'INITCAP(s): each word with a capital', titled),
  text(1, 'REVERSE', 'REVERSE(s)', (s: string) => Array.from(s).reverse().join('')),
  text(1, 'LTRIM', 'LTRIM(s): without blanks in front', (s: string) => trim('LEADING', ' ', s)),
  text(1, 'RTRIM', 'RTRIM(s): without blanks behind', (s: string) => trim('TRAILING', ' ', s)),
  text(1, 'BTRIM', 'BTRIM(s): without blanks around', (s: string) => trim('BOTH', ' ', s)),
  text(3, 'TRIM', 'TRIM([BOTH | LEADING | TRAILING] what FROM s)', trim),
  text(3, 'REPLACE', 'REPLACE(s, from, to)', (s: string, from: string, to: string) =>
    bounded(from === '' ? s : s.replaceAll(from, () => to)),
  ),
  simple('CHAR_LENGTH', 'CHAR_LENGTH(s): characters', 1, signature(INT, isString), (s: string) => Array.from(s).length),
  simple(
    'CHARACTER_LENGTH',
    'CHARACTER_LENGTH(s): characters',
    1,
    signature(INT, isString),
    (s: string) => Array.from(s).length,
  ),
  simple('OCTET_LENGTH', 'OCTET_LENGTH(s): bytes in UTF-8', 1, signature(INT, isString), (s: string) =>
    Buffer.byteLength(s),
  ),
  simple('SUBSTRING', 'SUBSTRING(s FROM n [FOR length])', [2, 3], textInt, substring),
  simple('SUBSTR', 'SUBSTR(s, n [, length])', [2, 3], textInt, substring),
  simple('LEFT', 'LEFT(s, n): its first n characters', 2, textInt, (s: string, n: number) =>
    n <= 0 ? '' : s.slice(0, n),
  ),
  simple('RIGHT', 'RIGHT(s, n): its last n characters', 2, textInt, (s: string, n: number) =>
    n <= 0 ? '' : s.slice(-n),
  ),
  simple('REPEAT', 'REPEAT(s, n)', 2, textInt, (s: string, n: number) => {
    if (s.length * n > MAX_CHARS) throw sqlError('SQL_RUNTIME', `a string of more than ${MAX_CHARS} characters`)
    return n <= 0 ? '' : s.repeat(n)
  }),
  simple(
    'LPAD',
    'LPAD(s, length, fill)',
    3,
    signature(STRING, isString, isInteger, isString),
    (s: string, n: number, fill: string) => pad(s, n, fill, true),
  ),
  simple(
    'RPAD',
    'RPAD(s, length, fill)',
    3,
    signature(STRING, isString, isInteger, isString),
    (s: string, n: number, fill: string) => pad(s, n, fill, false),
  ),
  simple(
    'POSITION',
    'POSITION(a IN b): where a begins in b, 0 if nowhere',
    2,
    signature(INT, isString),
    (a: string, b: string) => b.indexOf(a) + 1,
  ),
  simple(
    'LOCATE',
    'LOCATE(a, b [, from])',
    [2, 3],
    signature(INT, isString, isString, isInteger),
    (a: string, b: string, from = 1) => b.indexOf(a, from - 1) + 1,
  ),
  simple('INSTR', 'INSTR(s, part)', 2, signature(INT, isString), (s: string, part: string) => s.indexOf(part) + 1),
  simple(
    'STARTSWITH',
    'STARTSWITH(s, start)',
    2,
    signature({ name: 'BOOLEAN', nullable: true }, isString),
    (s: string, start: string) => s.startsWith(start),
  ),
  simple(
    'ENDSWITH',
    'ENDSWITH(s, end)',
    2,
    signature({ name: 'BOOLEAN', nullable: true }, isString),
    (s: string, end: string) => s.endsWith(end),
  ),
  simple(
    'SPLIT_INDEX',
    'SPLIT_INDEX(s, separator, n): part n, from 0',
    3,
    signature(STRING, isString, isString, isInteger),
    (s: string, by: string, n: number) => (n < 0 ? null : (s.split(by)[n] ?? null)),
  ),
  simple(
    'ASCII',
    'ASCII(s): the code of its first character',
    1,
    signature(INT, isString),
    (s: string) => s.codePointAt(0) ?? 0,
  ),
  simple('CHR', 'CHR(n): the character with this code', 1, signature(STRING, isInteger), (n: number) =>
    n < 0 ? '' : String.fromCharCode(n % 256),
  ),
  text(1, 'TO_BASE64', 'TO_BASE64(s)', (s: string) => Buffer.from(s).toString('base64')),
  text(1, 'FROM_BASE64', 'FROM_BASE64(s)', (s: string) => Buffer.from(s, 'base64').toString()),
  hash('MD5', 'md5'),
  hash('SHA1', 'sha1'),
  hash('SHA256', 'sha256'),
  hash('SHA512', 'sha512'),
]
