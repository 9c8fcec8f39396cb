import { sqlError } from '../position.ts'
import { parseTimestamp } from '../types/time-text.ts'

/** Java's letters for parts of a time, as far as patterns in SQL use them. */
const LETTERS = /'((?:[^']|'')*)'|([a-zA-Z])\2*|[^a-zA-Z']+/g

const pad = (value: number, length: number): string => String(value).padStart(length, '0')
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

const FORMATS: Readonly<Record<string, (at: Date, length: number) => string>> = {
  y: (at, length) => (length === 2 ? pad(at.getUTCFullYear() % 100, 2) : pad(at.getUTCFullYear(), length)),
  M: (at, length) => {
    const month = at.getUTCMonth()
    return length >= 3 ? (MONTHS[month] as string).slice(0, length === 3 ? 3 : undefined) : pad(month + 1, length)
  },
  d: (at, length) => pad(at.getUTCDate(), length),
  D: (at, length) => pad(Math.floor((at.getTime() - Date.UTC(at.getUTCFullYear(), 0, 1)) / 86_400_000) + 1, length),
  H: (at, length) => pad(at.getUTCHours(), length),
  h: (at, length) => pad(at.getUTCHours() % 12 || 12, length),
  m: (at, length) => pad(at.getUTCMinutes(), length),
  s: (at, length) => pad(at.getUTCSeconds(), length),
  S: (at, length) => pad(at.getUTCMilliseconds(), 3).padEnd(length, '0').slice(0, length),
  a: (at) => (at.getUTCHours() < 12 ? 'AM' : 'PM'),
  E: (at, length) => (DAYS[at.getUTCDay()] as string).slice(0, length <= 3 ? 3 : undefined),
}

/** A time as a Java pattern says. @throws Refusal SQL_RUNTIME for letters that are not known */
export function formatTime(ms: number, pattern: string): string {
  const at = new Date(ms)
  if (Number.isNaN(at.getTime())) throw sqlError('SQL_RUNTIME', `a time of ${ms} ms since 1970 is out of range`)
  return pattern.replaceAll(LETTERS, (part: string, quoted: string | undefined, letter: string | undefined) => {
    if (quoted !== undefined) return quoted === '' ? "'" : quoted.replaceAll("''", "'")
    if (letter === undefined) return part
    const format = FORMATS[letter === 'u' ? 'y' : letter]
    if (format === undefined) throw sqlError('SQL_RUNTIME', `letter ${letter} in time pattern '${pattern}'`)
    return format(at, part.length)
  })
}

/** `formatTime` for the rows of one statement, of which many in turn have the same time. */
export function timeFormatter(): (ms: number, pattern: string) => string {
  let last = { ms: Number.NaN, pattern: '', text: '' }
  return (ms, pattern) => {
    if (ms !== last.ms || pattern !== last.pattern) last = { ms, pattern, text: formatTime(ms, pattern) }
    return last.text
  }
}

const NAMES: Readonly<Record<string, string>> = {
  y: 'year',
  u: 'year',
  M: 'month',
  d: 'day',
  H: 'hour',
  m: 'minute',
  s: 'second',
  S: 'fraction',
}
const cache = new Map<string, RegExp>()

/** The time that a text names, or null when it does not follow the pattern. */
export function parseWithPattern(text: string, pattern: string): number | null {
  if (pattern === 'yyyy-MM-dd HH:mm:ss') return parseTimestamp(text)
  const found = expression(pattern).exec(text.trim())?.groups
  if (found === undefined) return null
  const { year = '1970', month = '1', day = '1', hour = '0', minute = '0', second = '0', fraction } = found
  const parts = `${pad(Number(year), 4)}-${month}-${day} ${hour}:${minute}:${second}`
  return parseTimestamp(fraction === undefined ? parts : `${parts}.${fraction}`)
}

function expression(pattern: string): RegExp {
  const known = cache.get(pattern)
  if (known !== undefined) return known
  const source = pattern.replaceAll(LETTERS, (part: string, quoted: string | undefined, letter: string | undefined) => {
    const name = letter === undefined ? undefined : NAMES[letter]
    if (letter !== undefined && name === undefined)
      throw sqlError('SQL_RUNTIME', `letter ${letter} in time pattern '${pattern}'`)
    if (name === undefined) return (quoted ?? part).replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
    return `(?<${name}>\\d{${part.length === 1 ? '1,4' : part.length}})`
  })
  if (cache.size > 100) cache.clear()
  const made = new RegExp(`^${source}$`)
  cache.set(pattern, made)
  return made
}
