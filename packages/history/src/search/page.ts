import type { SQLInputValue } from 'node:sqlite'
import { objectOf } from './filter.ts'
import { type Condition, refuse } from './operators.ts'
import type { Resource } from './resource.ts'

const LIMIT = 100
const LIMIT_MOST = 1000
const FROM_MOST = 10_000
const SORTS_MOST = 5

/** One expression of the order; the last is always the key, so that no two rows are equal. */
export interface Order {
  readonly sql: string
  readonly descending: boolean
}

export interface Page {
  readonly limit: number
  readonly from: number
  /** Values of the order's expressions in the row after which the page begins. */
  readonly after: readonly SQLInputValue[] | undefined
}

/** @throws Refusal INVALID_SEARCH */
export function orderOf(resource: Resource, given: unknown = []): readonly Order[] {
  if (!Array.isArray(given) || given.length > SORTS_MOST) return refuse(`sort is a list of at most ${SORTS_MOST}`)
  const order = given.map((one: unknown, index) => {
    const { field: name, order: direction = 'ASC', ...rest } = objectOf(one, `sort[${index}]`)
    const [unknown] = Object.keys(rest)
    if (unknown !== undefined) return refuse(`sort[${index}].${unknown} is not known: field, order`)
    const field = typeof name === 'string' && Object.hasOwn(resource.fields, name) ? resource.fields[name] : undefined
    if (field === undefined) return refuse(`sort[${index}].field is one of ${Object.keys(resource.fields).join(', ')}`)
    if (!['ASC', 'DESC', 'asc', 'desc'].includes(String(direction)))
      return refuse(`sort[${index}].order is ASC or DESC`)
    // What is missing stands at one end, and can be compared there.
    return { sql: `ifnull(${field.sql}, '')`, descending: String(direction).toUpperCase() === 'DESC' }
  })
  return [...order, { sql: resource.key, descending: order.at(-1)?.descending ?? false }]
}

/** @throws Refusal INVALID_SEARCH */
export function pageOf(given: unknown, order: readonly Order[]): Page {
  const { limit = LIMIT, from = 0, after, ...rest } = objectOf(given ?? {}, 'page')
  const [unknown] = Object.keys(rest)
  if (unknown !== undefined) return refuse(`page.${unknown} is not known: from, limit, after`)
  return {
    limit: within(limit, 'page.limit', 1, LIMIT_MOST),
    from: within(from, 'page.from', 0, FROM_MOST),
    after: after === undefined ? undefined : readCursor(after, order.length),
  }
}

function within(given: unknown, at: string, least: number, most: number): number {
  const isNumber = typeof given === 'number' && Number.isInteger(given) && given >= least && given <= most
  return isNumber ? given : refuse(`${at} is at least ${least} and is at most ${most}`)
}

export const cursorOf = (values: readonly unknown[]): string =>
  Buffer.from(JSON.stringify(values)).toString('base64url')

function readCursor(given: unknown, length: number): readonly SQLInputValue[] {
  const wrong = 'page.after is the endCursor of an answer with the same sort'
  if (typeof given !== 'string') return refuse(wrong)
  let read: unknown
  try {
    read = JSON.parse(Buffer.from(given, 'base64url').toString())
  } catch {
    return refuse(wrong)
  }
  const fits =
    Array.isArray(read) && read.length === length && read.every((one) => ['string', 'number'].includes(typeof one))
  return fits ? (read as SQLInputValue[]) : refuse(wrong)
}

/** The rows that come after the one with these values. */
export function beyond(order: readonly Order[], after: readonly SQLInputValue[]): Condition {
  const choices = order.map(({ sql, descending }, index) => {
    const equal = order.slice(0, index).map((before) => `${before.sql} = ?`)
    return { sql: [...equal, `${sql} ${descending ? '<' : '>'} ?`].join(' AND '), values: after.slice(0, index + 1) }
  })
  return {
    sql: `(${choices.map(({ sql }) => `(${sql})`).join(' OR ')})`,
    values: choices.flatMap(({ values }) => values),
  }
}
