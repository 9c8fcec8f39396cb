import { all } from './all.ts'
import { any } from './any.ts'
import { cesql } from './cesql.ts'
import { exact } from './exact.ts'
import { type CompileDialect, type Filter, invalid, predicate } from './filter.ts'
import { compileList } from './nested.ts'
import { not } from './not.ts'
import { prefix } from './prefix.ts'
import { suffix } from './suffix.ts'

/** Every dialect of `spec.filters` (CloudEvents Subscriptions API, section 3.2.4). */
const dialects: Readonly<Record<string, CompileDialect>> = { exact, prefix, suffix, all, any, not, cesql }
const MOST_DEPTH = 16

/** Compiles one filter object, which names one dialect. */
export function compileFilter(spec: unknown, path: string, depth = 0): Filter {
  if (depth > MOST_DEPTH) return invalid(path, `is nested deeper than ${MOST_DEPTH} levels`)
  if (typeof spec !== 'object' || spec === null || Array.isArray(spec)) {
    return invalid(path, `is an object with one of ${Object.keys(dialects).join(', ')}`)
  }
  const given = Object.entries(spec as Record<string, unknown>)
  const [first] = given
  if (first === undefined || given.length > 1) {
    return invalid(path, `names one dialect, not ${given.length}: ${Object.keys(dialects).join(', ')}`)
  }
  const [name, value] = first
  const dialect = Object.hasOwn(dialects, name) ? dialects[name] : undefined
  if (dialect === undefined) return invalid(`${path}.${name}`, 'is no dialect that is known here')
  return dialect(value, `${path}.${name}`, (inner, where) => compileFilter(inner, where, depth + 1))
}

/** Compiles `spec.filters`: a list is an AND, and an empty one takes everything. */
export function compileFilters(spec: unknown, path: string): Filter {
  if (Array.isArray(spec) && spec.length === 0) return predicate(() => true)
  const list = compileList(spec, path, (inner, where) => compileFilter(inner, where))
  return 'kind' in list ? list : predicate((event) => list.every((matches) => matches(event)))
}
