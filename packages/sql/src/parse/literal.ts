import type { Expression } from '../ast.ts'
import { type Position, sqlError } from '../position.ts'
import { parseDate, parseTime, parseTimestamp } from '../types/time-text.ts'
import {
  BOOLEAN,
  DATE,
  DAY_TIME,
  NULL,
  type SqlType,
  YEAR_MONTH,
  decimal,
  nullable,
  time,
  timestamp,
} from '../types/type.ts'
import { decimalOf } from '../types/decimal.ts'
import { long } from '../types/integer.ts'
import type { Cursor } from './cursor.ts'

const NOT_NULL = { nullable: false }
const MAX_INT = 2_147_483_647n

/** Takes a literal when one comes next. */
export function literal(cursor: Cursor): Expression | undefined {
  const at = cursor.position
  const { kind, text, upper } = cursor.token
  const made = (value: unknown, type: SqlType): Expression => {
    return { kind: 'literal', value, type: value === null ? type : { ...type, ...NOT_NULL }, ...at }
  }
  if (kind === 'string') {
    cursor.next()
    return made(text, { name: 'CHAR', nullable: false, length: text.length })
  }
  if (kind === 'number') {
    cursor.next()
    return made(...numberLiteral(text, at))
  }
  if (kind !== 'word') return undefined
  if (upper === 'TRUE' || upper === 'FALSE') {
    cursor.next()
    return made(upper === 'TRUE', BOOLEAN)
  }
  if (upper === 'NULL') {
    cursor.next()
    return made(null, NULL)
  }
  if (upper === 'INTERVAL') return interval(cursor, made)
  return cursor.ahead(1).kind === 'string' ? temporal(cursor, upper, made) : undefined
}

/** Digits as they stand, a sign perhaps in front. @throws Refusal SQL_VALIDATION beyond 64 bits, as Flink says it */
export function numberLiteral(text: string, at: Position): [unknown, SqlType] {
  if (/[eE]/.test(text)) return [Number(text), { name: 'DOUBLE', nullable: false }]
  const [whole = '', fraction = ''] = text.split('.')
  const unscaled = BigInt(whole + fraction)
  if (BigInt.asIntN(64, unscaled) !== unscaled) {
    throw sqlError('SQL_VALIDATION', `Numeric literal '${text}' out of range`, at)
  }
  if (fraction === '') {
    const small = unscaled >= -MAX_INT - 1n && unscaled <= MAX_INT
    return [long(unscaled), { name: small ? 'INT' : 'BIGINT', nullable: false }]
  }
  const digits = (whole + fraction).replace('-', '').length
  return [decimalOf(text), nullable(decimal(Math.min(38, digits), fraction.length), false)]
}

type Made = (value: unknown, type: SqlType) => Expression

/** DATE '…', TIME '…', TIMESTAMP '…', X'…'. */
function temporal(cursor: Cursor, word: string, made: Made): Expression | undefined {
  const at = cursor.position
  const text = cursor.ahead(1).text
  const parsers: Readonly<Record<string, () => [unknown, SqlType]>> = {
    DATE: () => [parseDate(text), DATE],
    TIME: () => [parseTime(text), time(0)],
    TIMESTAMP: () => [parseTimestamp(text), timestamp(Math.min(9, (text.split('.')[1] ?? '').length))],
    X: () => [new Uint8Array(Buffer.from(text, 'hex')), { name: 'BINARY', nullable: false, length: text.length / 2 }],
  }
  const parse = parsers[word]
  if (parse === undefined) return undefined
  cursor.next()
  cursor.next()
  const [value, type] = parse()
  if (value === null) throw sqlError('SQL_VALIDATION', `Illegal ${word} literal '${text}'`, at)
  return made(value, type)
}

const UNITS: Readonly<Record<string, number>> = {
  SECOND: 1000,
  MINUTE: 60_000,
  HOUR: 3_600_000,
  DAY: 86_400_000,
  WEEK: 604_800_000,
  SECONDS: 1000,
  MINUTES: 60_000,
  HOURS: 3_600_000,
  DAYS: 86_400_000,
  WEEKS: 604_800_000,
}
const MONTHS: Readonly<Record<string, number>> = { MONTH: 1, MONTHS: 1, QUARTER: 3, YEAR: 12, YEARS: 12 }

/** INTERVAL '…' unit [TO unit]. */
function interval(cursor: Cursor, made: Made): Expression {
  cursor.expect('INTERVAL')
  const sign = cursor.take('-') ? -1 : 1
  const at = cursor.position
  const text = cursor.token.kind === 'number' ? cursor.next().text : cursor.string()
  const unit = cursor.next().upper
  if (cursor.take('(')) {
    cursor.integer()
    cursor.expect(')')
  }
  const to = cursor.take('TO') ? cursor.next().upper : unit
  const months = MONTHS[unit]
  const amount = months === undefined ? dayTime(text, unit, to) : yearMonth(text, months, unit !== to)
  if (amount === undefined) throw sqlError('SQL_VALIDATION', `Illegal interval literal '${text}' for ${unit}`, at)
  return made(sign * amount, months === undefined ? DAY_TIME : YEAR_MONTH)
}

function yearMonth(text: string, months: number, both: boolean): number | undefined {
  const found = /^([+-]?)(\d+)(?:-(\d+))?$/.exec(text.trim())
  if (found === null || both !== (found[3] !== undefined)) return undefined
  const amount = Number(found[2]) * months + Number(found[3] ?? 0)
  return found[1] === '-' ? -amount : amount
}

function dayTime(text: string, unit: string, to: string): number | undefined {
  const scale = UNITS[unit]
  if (scale === undefined) return undefined
  if (unit === to) return /^[+-]?\d+(\.\d+)?$/.test(text.trim()) ? Math.round(Number(text) * scale) : undefined
  const negative = text.trim().startsWith('-')
  const parts = text.trim().replace(/^[+-]/, '').split(/[ :]/)
  const chain = ['DAY', 'HOUR', 'MINUTE', 'SECOND'].slice(['DAY', 'HOUR', 'MINUTE', 'SECOND'].indexOf(unit))
  if (parts.length > chain.length || parts.some((part) => !/^\d+(\.\d+)?$/.test(part))) return undefined
  const amount = parts.reduce((sum, part, n) => sum + Number(part) * (UNITS[chain[n] as string] as number), 0)
  return negative ? -Math.round(amount) : Math.round(amount)
}
