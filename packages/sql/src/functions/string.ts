import { INT, MAX_LENGTH, STRING, type SqlType, isInteger, isString } from '../types/type.ts'
import { sqlError } from '../position.ts'
import { type Evaluate, type ScalarFunction, signature, simple } from './function.ts'

const text = (
  arity: number | readonly [number, number],
  name: string,
  doc: string,
  evaluate: Evaluate,
): ScalarFunction => simple(name, doc, arity, signature(STRING, isString), evaluate)
const textInt = signature(STRING, isString, isInteger)
const mayBeNull = { nullable: true } as const

/** The most characters that one call may give. */
const MAX_CHARS = 10_000_000

export function bounded(result: string): string {
  if (result.length > MAX_CHARS) throw sqlError('SQL_RUNTIME', `a string of more than ${MAX_CHARS} characters`)
  return result
}

/** A result no longer than the first argument: VARCHAR of its length. */
const asLong =
  (fits: ScalarFunction['type'], of = 0): ScalarFunction['type'] =>
  (args) =>
    fits(args) && varchar(args[of]?.length ?? MAX_LENGTH)

const varchar = (length: number): SqlType => ({ name: 'VARCHAR', nullable: true, length: Math.min(length, MAX_LENGTH) })

/** Both lengths added, CHAR if both are. */
const joinedType: ScalarFunction['type'] = ([a, b]) => {
  if (a === undefined || b === undefined || !isString(a) || !isString(b)) return undefined
  const length = (a.length ?? 1) + (b.length ?? 1)
  return a.name === 'CHAR' && b.name === 'CHAR' ? { name: 'CHAR', nullable: true, length } : varchar(length)
}

/** Flink's: positions count from 1, from the end when negative. */
function substring(s: string, from: number, length?: number): string | null {
  if (length !== undefined && length < 0) return null
  const chars = /[\ud800-\udfff]/.test(s) ? Array.from(s) : s
  const start = from > 0 ? from - 1 : from < 0 ? chars.length + from : 0
  if (start < 0 || start >= chars.length || length === 0) return ''
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

const trimOf =
  (side: string) =>
  (s: string, what = ' ') =>
    trim(side, what, s)

/** Words are of ASCII letters and digits, as for Flink. */
function titled(s: string): string {
  return s.toLowerCase().replaceAll(/[a-z0-9]+/g, (word) => (word[0] as string).toUpperCase() + word.slice(1))
}

/** Characters `from` to `from + length - 1` give way to another text; beyond the end nothing does. */
function overlay(s: string, other: string, from: number, length = other.length): string {
  if (from <= 0 || from > s.length) return s
  return bounded(s.slice(0, from - 1) + other + (length < 0 ? '' : s.slice(from - 1 + length)))
}

function translate(s: string, from: string, to: string): string {
  const targets = Array.from(to)
  const map = new Map(Array.from(from, (char, at) => [char, targets[at] ?? ''] as const).toReversed())
  return Array.from(s, (char) => map.get(char) ?? char).join('')
}

const isText = signature(STRING, isString)

export const strings: readonly ScalarFunction[] = [
  {
    name: '||',
    doc: 'a || b: one text behind the other',
    arity: [2, 2],
    type: joinedType,
    make: () => (a: string, b: string) => bounded(a + b),
  },
  text([1, 64], 'CONCAT', 'CONCAT(a, b, …): one text behind the other; null if any is null', (...all: string[]) =>
    bounded(all.join('')),
  ),
  simple(
    'CONCAT_WS',
    'CONCAT_WS(separator, a, b, …): nulls are left out',
    [1, 64],
    (args) => isText(args) && { ...STRING, nullable: args.some(({ nullable }) => nullable) },
    (separator: string | null, ...values: (string | null)[]) =>
      separator === null ? null : bounded(values.filter((value) => value !== null).join(separator)),
    { nulls: 'own' },
  ),
  simple('UPPER', 'UPPER(s)', 1, asLong(isText), (s: string) => s.toUpperCase()),
  simple('LOWER', 'LOWER(s)', 1, asLong(isText), (s: string) => s.toLowerCase()),
  simple('INITCAP', 'INITCAP(s): each word with a capital', 1, asLong(isText), titled),
  simple('REVERSE', 'REVERSE(s)', 1, isText, (s: string) => Array.from(s).toReversed().join(''), mayBeNull),
  simple('LTRIM', 'LTRIM(s [, what]): without blanks in front', [1, 2], asLong(isText), trimOf('LEADING')),
  simple('RTRIM', 'RTRIM(s [, what]): without blanks behind', [1, 2], asLong(isText), trimOf('TRAILING')),
  text([1, 2], 'BTRIM', 'BTRIM(s [, what]): without blanks around', trimOf('BOTH')),
  simple('TRIM', 'TRIM([BOTH | LEADING | TRAILING] what FROM s)', 3, asLong(isText, 2), trim),
  text(3, 'REPLACE', 'REPLACE(s, from, to)', (s: string, from: string, to: string) =>
    bounded(s.replaceAll(from, () => to)),
  ),
  simple(
    'OVERLAY',
    'OVERLAY(s PLACING other FROM n [FOR length])',
    [3, 4],
    (args) =>
      signature(STRING, isString, isString, isInteger)(args) &&
      varchar((args[0]?.length ?? MAX_LENGTH) + (args[1]?.length ?? MAX_LENGTH)),
    overlay,
  ),
  text(3, 'TRANSLATE', 'TRANSLATE(s, from, to): characters by others', translate),
  ...['CHAR_LENGTH', 'CHARACTER_LENGTH'].map((name) =>
    simple(name, `${name}(s): characters`, 1, signature(INT, isString), (s: string) => Array.from(s).length),
  ),
  simple('SUBSTRING', 'SUBSTRING(s FROM n [FOR length])', [2, 3], asLong(textInt), substring, mayBeNull),
  simple('SUBSTR', 'SUBSTR(s, n [, length])', [2, 3], asLong(textInt), substring, mayBeNull),
  simple(
    'LEFT',
    'LEFT(s, n): its first n characters',
    2,
    asLong(textInt),
    (s: string, n: number) => (n <= 0 ? '' : s.slice(0, n)),
    mayBeNull,
  ),
  simple(
    'RIGHT',
    'RIGHT(s, n): its last n characters',
    2,
    asLong(textInt),
    (s: string, n: number) => (n <= 0 ? '' : s.slice(-n)),
    mayBeNull,
  ),
  simple('REPEAT', 'REPEAT(s, n)', 2, textInt, (s: string, n: number) => {
    if (s.length * n > MAX_CHARS) throw sqlError('SQL_RUNTIME', `a string of more than ${MAX_CHARS} characters`)
    return n <= 0 ? '' : s.repeat(n)
  }),
  ...(['LPAD', 'RPAD'] as const).map((name) =>
    simple(
      name,
      `${name}(s, length, fill)`,
      3,
      signature(STRING, isString, isInteger, isString),
      (s: string, n: number, fill: string) => pad(s, n, fill, name === 'LPAD'),
    ),
  ),
]
