import type { Comparison, Filter, Literal } from './parse.ts'
import type { Path } from './path.ts'

/** A record as a filter sees it; what costs (decoding, JSON) is asked for once and only when it is needed. */
export interface Subject {
  partition: number
  offset: number
  /** Milliseconds since epoch. */
  timestamp: number
  /** Undefined for null. */
  key: () => string | undefined
  /** The value's text; undefined for null. */
  text: () => string | undefined
  /** The value as JSON; undefined when it is none. */
  json: () => unknown
  header: (name: string) => string | undefined
}

/** Whether a record passes. Never throws: what is not there is not equal to anything, and `!=` everything. */
export function matches(filter: Filter, subject: Subject): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.parts.every((part) => matches(part, subject))
    case 'or':
      return filter.parts.some((part) => matches(part, subject))
    case 'not':
      return !matches(filter.part, subject)
    case 'text':
      return subject.key()?.includes(filter.text) === true || subject.text()?.includes(filter.text) === true
    case 'exists':
      return resolve(filter.path, subject) !== undefined
    case 'compare':
      return compare(resolve(filter.path, subject), filter.comparison, filter.literal)
  }
}

function resolve(path: Path, subject: Subject): unknown {
  switch (path.root) {
    case 'value':
      return walk(subject.json(), path.steps)
    case 'key':
      return subject.key()
    case 'text':
      return subject.text()
    case 'header':
      return subject.header(path.name)
    case 'partition':
    case 'offset':
    case 'timestamp':
      return subject[path.root]
  }
}

function walk(from: unknown, steps: readonly (string | number)[]): unknown {
  let value = from
  for (const step of steps) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    value = (value as Record<string | number, unknown>)[step]
  }
  return value
}

function compare(found: unknown, comparison: Comparison, literal: Literal): boolean {
  switch (comparison) {
    case '=':
      return equal(found, literal)
    case '!=':
      return !equal(found, literal)
    case 'contains':
      return contains(found, literal)
    case '>':
      return order(found, literal, (sign) => sign > 0)
    case '>=':
      return order(found, literal, (sign) => sign >= 0)
    case '<':
      return order(found, literal, (sign) => sign < 0)
    case '<=':
      return order(found, literal, (sign) => sign <= 0)
  }
}

/** `id = 42` finds the number 42 and the text "42": people do not know which one a producer wrote. */
function equal(found: unknown, literal: Literal): boolean {
  if (found === literal) return true
  if (found === undefined || found === null || literal === null || typeof found === 'object') return false
  return String(found) === String(literal)
}

function contains(found: unknown, literal: Literal): boolean {
  if (Array.isArray(found)) return found.some((item) => equal(item, literal))
  return found !== undefined && found !== null && typeof found !== 'object' && String(found).includes(String(literal))
}

/** By size when both are numbers or look like them, otherwise as texts (which orders ISO times rightly). */
function order(found: unknown, literal: Literal, holds: (sign: number) => boolean): boolean {
  if (literal === null || (typeof found !== 'number' && typeof found !== 'string')) return false
  const [left, right] = [Number(found), Number(literal)]
  if (found !== '' && literal !== '' && !Number.isNaN(left) && !Number.isNaN(right))
    return holds(Math.sign(left - right))
  const [a, b] = [String(found), String(literal)]
  return holds(a < b ? -1 : a > b ? 1 : 0)
}
