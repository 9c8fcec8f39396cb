import { asDecimal, commonType } from '../types/common-type.ts'
import { type ExactDecimal, decimalOf, fitDecimal, isDecimal } from '../types/decimal.ts'
import { type Integer, integerOperation, long, wrapTo } from '../types/integer.ts'
import { sqlError } from '../position.ts'
import {
  type SqlType,
  decimal,
  isApproximate,
  isInteger,
  isInterval,
  isNumeric,
  isTemporal,
  isTimestamp,
} from '../types/type.ts'
import { MS_PER_DAY } from '../types/time-text.ts'
import type { Evaluate, ScalarFunction } from './function.ts'

type Operator = '+' | '-' | '*' | '/' | '%'

/** Numbers, and times with intervals. */
function operator(name: Operator, doc: string): ScalarFunction {
  return {
    name,
    doc,
    arity: [2, 2],
    type: ([first, second]) => {
      const a = (first?.name === 'NULL' ? second : first) as SqlType
      const b = (second?.name === 'NULL' ? first : second) as SqlType
      return isNumeric(a) && isNumeric(b) ? numberType(name, a, b) : timeType(name, a, b)
    },
    make: ([a, b], result) => {
      if (isNumeric(result)) return numberOperation(name, result)
      return timeOperation(name, a as SqlType, b as SqlType, result)
    },
  }
}

/** Flink's result types; a DECIMAL of more than 38 digits gives up fraction down to 6. */
function numberType(name: Operator, a: SqlType, b: SqlType): SqlType | undefined {
  if (name === '%' && (isApproximate(a) || isApproximate(b))) return undefined
  if (isApproximate(a) && isApproximate(b)) return a
  if ((isInteger(a) && isInteger(b)) || isApproximate(a) || isApproximate(b)) return commonType(a, b)
  const [x, y] = [asDecimal(a), asDecimal(b)]
  const [p1, s1, p2, s2] = [x.precision ?? 0, x.scale ?? 0, y.precision ?? 0, y.scale ?? 0]
  if (name === '*') return capped(p1 + p2 + 1, s1 + s2)
  if (name === '/') {
    const scale = Math.max(6, s1 + p2 + 1)
    return capped(p1 - s1 + s2 + scale, scale)
  }
  const scale = Math.max(s1, s2)
  if (name === '%') return capped(Math.min(p1 - s1, p2 - s2) + scale, scale)
  return capped(Math.max(p1 - s1, p2 - s2) + scale + 1, scale)
}

export function capped(precision: number, scale: number): SqlType {
  if (precision <= 38) return decimal(precision, scale)
  const whole = precision - scale
  return decimal(38, Math.max(38 - whole, Math.min(scale, 6)))
}

export function numberOperation(name: Operator, result: SqlType): Evaluate {
  if (result.name === 'FLOAT') return (a: unknown, b: unknown) => Math.fround(APPROXIMATE[name](a, b))
  if (result.name === 'DOUBLE') return APPROXIMATE[name]
  if (result.name === 'DECIMAL') return decimalOperation(name, result)
  if (name === '/' || name === '%') return integerDivision(name, result)
  return integerOperation(name, result.name)
}

const APPROXIMATE: Readonly<Record<Operator, (a: unknown, b: unknown) => number>> = {
  '+': (a, b) => Number(a) + Number(b),
  '-': (a, b) => Number(a) - Number(b),
  '*': (a, b) => Number(a) * Number(b),
  '/': (a, b) => Number(a) / Number(b),
  '%': (a, b) => Number(a) % Number(b),
}

function decimalOperation(name: Operator, { precision = 38, scale = 0 }: SqlType): Evaluate {
  const exact = (value: unknown): ExactDecimal => (isDecimal(value) ? value : decimalOf(value as number))
  const apply: Readonly<Record<Operator, (a: ExactDecimal, b: ExactDecimal) => ExactDecimal>> = {
    '+': (a, b) => a.plus(b),
    '-': (a, b) => a.minus(b),
    '*': (a, b) => a.times(b),
    '/': (a, b) => (checkZero(b.isZero()), a.dividedBy(b)),
    '%': (a, b) => (checkZero(b.isZero()), a.modulo(b)),
  }
  return (a: unknown, b: unknown) => fitDecimal(apply[name](exact(a), exact(b)), precision, scale)
}

function checkZero(isZero: boolean): void {
  if (isZero) throw sqlError('SQL_RUNTIME', 'division by zero')
}

function integerDivision(name: '/' | '%', { name: type }: SqlType): Evaluate {
  const wrap = wrapTo(type)
  return (a: Integer, b: Integer) => {
    checkZero(Number(b) === 0)
    if (typeof a === 'number' && typeof b === 'number') return wrap((name === '/' ? Math.trunc(a / b) : a % b) + 0)
    return wrap(long(name === '/' ? BigInt(a) / BigInt(b) : BigInt(a) % BigInt(b)))
  }
}

function timeType(name: Operator, a: SqlType, b: SqlType): SqlType | undefined {
  if (isInterval(a) && isInterval(b)) return a.name === b.name && (name === '+' || name === '-') ? a : undefined
  if (isTemporal(a) && isInterval(b)) return name === '+' || name === '-' ? a : undefined
  if (isInterval(a) && isTemporal(b)) return name === '+' ? b : undefined
  if (isInterval(a) && isNumeric(b)) return name === '*' || name === '/' ? a : undefined
  if (isNumeric(a) && isInterval(b)) return name === '*' ? b : undefined
  if (isTimestamp(a) && isTimestamp(b) && name === '-') return { name: 'INTERVAL_DAY_TIME', nullable: true }
  return undefined
}

function timeOperation(name: Operator, a: SqlType, b: SqlType, result: SqlType): Evaluate {
  const sign = name === '-' ? -1 : 1
  if (isTemporal(a) && isInterval(b)) return (at: number, by: number) => addInterval(at, sign * by, result, b)
  if (isInterval(a) && isTemporal(b)) return (by: number, at: number) => addInterval(at, by, result, a)
  if (name === '*') return (x: unknown, y: unknown) => Math.trunc(Number(x) * Number(y))
  if (name === '/') return (x: number, y: unknown) => Math.trunc(x / Number(y))
  return (x: number, y: number) => x + sign * y
}

/** Adds ms, or months with the day cut to the month's last. */
export function addInterval(at: number, by: number, type: SqlType, interval: SqlType): number {
  const date = type.name === 'DATE'
  if (interval.name === 'INTERVAL_DAY_TIME') {
    if (type.name === 'TIME') return (((at + by) % MS_PER_DAY) + MS_PER_DAY) % MS_PER_DAY
    return date ? at + Math.trunc(by / MS_PER_DAY) : at + by
  }
  const ms = date ? at * MS_PER_DAY : at
  const moved = addMonths(ms, by)
  return date ? Math.floor(moved / MS_PER_DAY) : moved
}

export function addMonths(ms: number, months: number): number {
  const day = Math.floor(ms / MS_PER_DAY)
  const at = new Date(day * MS_PER_DAY)
  const target = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months, 1))
  const last = new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0)).getUTCDate()
  return target.setUTCDate(Math.min(at.getUTCDate(), last)) + (ms - day * MS_PER_DAY)
}

export const arithmetic: readonly ScalarFunction[] = [
  operator('+', 'a + b: sum; a time later by an interval'),
  operator('-', 'a - b: difference; a time earlier by an interval'),
  operator('*', 'a * b: product'),
  operator('/', 'a / b: quotient, of integers without its fraction'),
  operator('%', 'a % b: remainder, with the sign of a'),
  { ...operator('%', 'MOD(a, b): remainder, with the sign of a'), name: 'MOD' },
  {
    name: 'NEGATE',
    doc: '-a: a with the other sign',
    arity: [1, 1],
    type: ([a]) => (isNumeric(a as SqlType) || isInterval(a as SqlType) ? a : undefined),
    make: ([a]) => {
      if (isInteger(a as SqlType)) return (value: Integer) => integerOperation('-', (a as SqlType).name)(0, value)
      if ((a as SqlType).name === 'DECIMAL') return (value: ExactDecimal) => value.negated()
      return (value: number) => -value
    },
  },
]
