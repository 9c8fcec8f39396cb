import { setFlagsFromString } from 'node:v8'
import { BOOLEAN, INT, STRING, type SqlType, isInteger, isString, nullable } from '../types/type.ts'
import { type ScalarFunction, signature, simple } from './function.ts'
import { similarPattern } from './similar.ts'
import { bounded } from './string.ts'

// A pattern that would run for years ((a+)+b) goes on in linear time after this many steps back; not with flag `u`.
setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks')
setFlagsFromString('--regexp-backtracks-before-fallback=20000')

const mayBeNull = { nullable: true } as const
const patterns = new Map<string, RegExp | null>()
const MAX_PATTERNS = 200

/** The pattern compiled; null when it is none. */
export function patternOf(text: string): RegExp | null {
  const known = patterns.get(text)
  if (known !== undefined) return known
  if (patterns.size >= MAX_PATTERNS) patterns.clear()
  let made: RegExp | null = null
  try {
    made = new RegExp(text, 'g')
  } catch {
    // Flink gives null for a pattern that is none.
  }
  patterns.set(text, made)
  return made
}

function matches(s: string, pattern: string): RegExpExecArray[] | null {
  const regexp = patternOf(pattern)
  if (regexp === null) return null
  regexp.lastIndex = 0
  return [...s.matchAll(regexp)]
}

function first(s: string, pattern: string): RegExpExecArray | null {
  const regexp = patternOf(pattern)
  if (regexp === null) return null
  regexp.lastIndex = 0
  return regexp.exec(s)
}

/** Part `n` between separators, without cutting off those that are not asked for. */
function partOf(s: string, by: string, n: number): string | null {
  if (n < 0 || s === '') return null
  if (by === '') return s.split('')[n] ?? null
  let from = 0
  for (let part = 0; part < n; part++) {
    const at = s.indexOf(by, from)
    if (at < 0) return null
    from = at + by.length
  }
  const end = s.indexOf(by, from)
  return s.slice(from, end < 0 ? undefined : end)
}

const texts = (type: SqlType): ScalarFunction['type'] => signature(type, isString, isString, isInteger)
const ARRAY_OF_TEXT: SqlType = { name: 'ARRAY', nullable: true, element: STRING }

export const textSearch: readonly ScalarFunction[] = [
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
    texts(INT),
    (a: string, b: string, from = 1) => b.indexOf(a, from - 1) + 1,
  ),
  simple('INSTR', 'INSTR(s, part)', 2, signature(INT, isString), (s: string, part: string) => s.indexOf(part) + 1),
  simple('STARTSWITH', 'STARTSWITH(s, start)', 2, signature(BOOLEAN, isString), (s: string, start: string) =>
    s.startsWith(start),
  ),
  simple('ENDSWITH', 'ENDSWITH(s, end)', 2, signature(BOOLEAN, isString), (s: string, end: string) => s.endsWith(end)),
  simple(
    'SPLIT_INDEX',
    'SPLIT_INDEX(s, separator, n): part n, from 0',
    3,
    signature(STRING, isString, isString, isInteger),
    partOf,
    mayBeNull,
  ),
  simple(
    'SIMILAR TO',
    's SIMILAR TO pattern: % _ and | * + ? {} () []',
    2,
    signature(BOOLEAN, isString),
    (s: string, pattern: string) => {
      const found = first(s, `^(?:${similarPattern(pattern)})$`)
      return found !== null
    },
  ),
  simple(
    'REGEXP',
    'REGEXP(s, pattern): whether it is found in s',
    2,
    signature(BOOLEAN, isString),
    (s: string, pattern: string) => first(s, pattern) !== null,
  ),
  simple(
    'REGEXP_EXTRACT',
    'REGEXP_EXTRACT(s, pattern [, group])',
    [2, 3],
    texts(STRING),
    (s: string, pattern: string, group = 0) => first(s, pattern)?.[group] ?? null,
    mayBeNull,
  ),
  simple(
    'REGEXP_EXTRACT_ALL',
    'REGEXP_EXTRACT_ALL(s, pattern [, group])',
    [2, 3],
    texts(ARRAY_OF_TEXT),
    (s: string, pattern: string, group = 1) => matches(s, pattern)?.map((found) => found[group] ?? null) ?? null,
    mayBeNull,
  ),
  simple(
    'REGEXP_REPLACE',
    'REGEXP_REPLACE(s, pattern, text): what is found gives way to the text as it stands',
    3,
    signature(STRING, isString),
    (s: string, pattern: string, by: string) => {
      const regexp = patternOf(pattern)
      return regexp === null ? null : bounded(s.replaceAll(regexp, () => by))
    },
  ),
  simple(
    'REGEXP_COUNT',
    'REGEXP_COUNT(s, pattern)',
    2,
    signature(INT, isString),
    (s: string, pattern: string) => matches(s, pattern)?.length ?? null,
    mayBeNull,
  ),
  simple(
    'REGEXP_INSTR',
    'REGEXP_INSTR(s, pattern): where it is found first, 0 if nowhere',
    2,
    signature(INT, isString),
    (s: string, pattern: string) => (patternOf(pattern) === null ? null : (first(s, pattern)?.index ?? -1) + 1),
    mayBeNull,
  ),
  simple(
    'REGEXP_SUBSTR',
    'REGEXP_SUBSTR(s, pattern): what is found first',
    2,
    signature(STRING, isString),
    (s: string, pattern: string) => first(s, pattern)?.[0] ?? null,
    mayBeNull,
  ),
  simple(
    'ELT',
    'ELT(n, a, b, …): the nth text',
    [2, 64],
    ([n, ...rest]) => (isInteger(n as SqlType) && rest.every(isString) ? nullable(rest[0] as SqlType) : undefined),
    (n: number, ...all: string[]) => all[n - 1] ?? null,
    mayBeNull,
  ),
  simple(
    'STR_TO_MAP',
    "STR_TO_MAP(s [, between, within]): 'a=1,b=2' as a map",
    [1, 3],
    signature({ name: 'MAP', nullable: true, key: STRING, element: STRING }, isString),
    (s: string, between = ',', within = '=') =>
      new Map(
        s.split(between).map((pair) => {
          const at = pair.indexOf(within)
          return at < 0 ? [pair, null] : [pair.slice(0, at), pair.slice(at + within.length)]
        }),
      ),
    mayBeNull,
  ),
]
