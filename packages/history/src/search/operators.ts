import { Refusal } from '@millrace/kernel'
import type { SQLInputValue } from 'node:sqlite'
import type { Field, FieldKind } from './resource.ts'

/** A condition in SQL and what stands for its question marks. */
export interface Condition {
  readonly sql: string
  readonly values: readonly SQLInputValue[]
}

const LIST_AT_MOST = 1000

export const refuse = (detail: string): never => {
  throw new Refusal('INVALID_SEARCH', detail)
}

/** What a filter may say of a field of each kind: what it takes, in words, and the value in SQL. */
const values: Readonly<Record<FieldKind, { says: string; read(given: unknown): SQLInputValue | undefined }>> = {
  key: {
    says: 'a key: digits',
    read: (given) => {
      const isKey = typeof given === 'number' || (typeof given === 'string' && /^-?\d{1,19}$/u.test(given))
      return isKey && Number.isSafeInteger(Number(given)) ? Number(given) : undefined
    },
  },
  text: { says: 'a text', read: (given) => (typeof given === 'string' ? given : undefined) },
  json: { says: 'a JSON text', read: (given) => (typeof given === 'string' ? given : undefined) },
  int: { says: 'a whole number', read: (given) => (Number.isSafeInteger(given) ? (given as number) : undefined) },
  flag: {
    says: 'true or false',
    read: (given) => (typeof given === 'boolean' ? Number(given) : undefined),
  },
  date: {
    says: 'a date and time as 2026-01-31T10:00:00Z',
    read: (given) => {
      const ms = typeof given === 'string' ? Date.parse(given) : Number.NaN
      return Number.isNaN(ms) ? undefined : ms
    },
  },
}

type Operator = (field: Field, given: unknown, at: string) => Condition

function valueOf(field: Field, given: unknown, at: string): SQLInputValue {
  const { says, read } = values[field.kind]
  return read(given) ?? refuse(`${at} is ${says}, not ${JSON.stringify(given)?.slice(0, 60)}`)
}

const compare =
  (sign: string): Operator =>
  (field, given, at) => ({ sql: `${field.sql} ${sign} ?`, values: [valueOf(field, given, at)] })

const among =
  (word: 'IN' | 'NOT IN'): Operator =>
  (field, given, at) => {
    if (!Array.isArray(given) || given.length > LIST_AT_MOST)
      return refuse(`${at} is a list of at most ${LIST_AT_MOST}`)
    return {
      sql: `${field.sql} ${word} (${given.map(() => '?').join()})`,
      values: given.map((one) => valueOf(field, one, at)),
    }
  }

const like: Operator = (field, given, at) => {
  if (field.kind !== 'text' || typeof given !== 'string') return refuse(`${at} is for texts, with * and ?`)
  // Camunda's wildcards are those of GLOB, but for its classes of characters.
  return { sql: `${field.sql} GLOB ?`, values: [given.replaceAll('[', '[[]')] }
}

const exists: Operator = (field, given, at) => {
  if (typeof given !== 'boolean') return refuse(`${at} is true or false`)
  return { sql: `${field.sql} IS ${given ? 'NOT ' : ''}NULL`, values: [] }
}

const operators: Readonly<Record<string, Operator>> = {
  $eq: compare('='),
  $neq: compare('IS NOT'),
  $gt: compare('>'),
  $gte: compare('>='),
  $lt: compare('<'),
  $lte: compare('<='),
  $in: among('IN'),
  $notIn: among('NOT IN'),
  $like: like,
  $exists: exists,
}

/**
 * A value, or an object of operators that all hold.
 *
 * @throws Refusal INVALID_SEARCH that names the place in the filter
 */
export function conditionsOn(field: Field, given: unknown, at: string): readonly Condition[] {
  if (typeof given !== 'object' || given === null) return [compare('=')(field, given, at)]
  return Object.entries(given).map(([name, wanted]) => {
    const operator = Object.hasOwn(operators, name) ? operators[name] : undefined
    if (operator === undefined) return refuse(`${at}.${name} is not known: ${Object.keys(operators).join(', ')}`)
    return operator(field, wanted, `${at}.${name}`)
  })
}
