import { MS_PER_DAY, parseDate, truncated } from '../types/time-text.ts'
import {
  BIGINT,
  DATE,
  INT,
  STRING,
  type SqlType,
  isInteger,
  isNumeric,
  isString,
  isTemporal,
  isTimestamp,
  time,
  timestamp,
  timestampLtz,
} from '../types/type.ts'
import { addMonths } from './arithmetic.ts'
import { formatTime, parseWithPattern } from './time-pattern.ts'
import { type Evaluate, type RuntimeContext, type ScalarFunction, signature, simple } from './function.ts'
import { roundNumber, roundedType } from './number.ts'

const UNIT_MS: Readonly<Record<string, number>> = {
  SECOND: 1000,
  MINUTE: 60_000,
  HOUR: 3_600_000,
  DAY: MS_PER_DAY,
  WEEK: 7 * MS_PER_DAY,
}
const UNIT_MONTHS: Readonly<Record<string, number>> = { MONTH: 1, QUARTER: 3, YEAR: 12 }

/** Milliseconds since 1970 of a date, a time or a timestamp. */
const msOf = (value: number, { name }: SqlType): number => (name === 'DATE' ? value * MS_PER_DAY : value)

const PARTS: Readonly<Record<string, (at: Date, ms: number) => number>> = {
  YEAR: (at) => at.getUTCFullYear(),
  QUARTER: (at) => Math.floor(at.getUTCMonth() / 3) + 1,
  MONTH: (at) => at.getUTCMonth() + 1,
  WEEK: (at) => isoWeek(at),
  DAY: (at) => at.getUTCDate(),
  DOY: (at) => Math.floor((at.getTime() - Date.UTC(at.getUTCFullYear(), 0, 1)) / MS_PER_DAY) + 1,
  DOW: (at) => at.getUTCDay() + 1,
  ISODOW: (at) => at.getUTCDay() || 7,
  HOUR: (at) => at.getUTCHours(),
  MINUTE: (at) => at.getUTCMinutes(),
  SECOND: (at) => at.getUTCSeconds(),
  MILLISECOND: (at) => at.getUTCSeconds() * 1000 + at.getUTCMilliseconds(),
  EPOCH: (_at, ms) => Math.floor(ms / 1000),
  DECADE: (at) => Math.floor(at.getUTCFullYear() / 10),
  CENTURY: (at) => Math.ceil(at.getUTCFullYear() / 100),
  MILLENNIUM: (at) => Math.ceil(at.getUTCFullYear() / 1000),
}

function isoWeek(at: Date): number {
  const thursday = new Date(at.getTime() + (4 - (at.getUTCDay() || 7)) * MS_PER_DAY)
  return Math.floor((thursday.getTime() - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / MS_PER_DAY / 7) + 1
}

function part(unit: string): ScalarFunction {
  const of = PARTS[unit] as (at: Date, ms: number) => number
  return {
    name: unit,
    doc: `${unit}(t): that part of a time`,
    arity: [1, 1],
    type: ([a]) => (isTemporal(a as SqlType) ? BIGINT : undefined),
    make:
      ([a]) =>
      (value: number) =>
        of(new Date(msOf(value, a as SqlType)), msOf(value, a as SqlType)),
  }
}

function rounding(name: 'FLOOR' | 'CEIL'): ScalarFunction {
  return {
    name,
    doc: `${name}(x), ${name}(t TO unit)`,
    arity: [1, 2],
    type: (args) => (args.length === 1 ? roundedType(args) : isTemporal(args[0] as SqlType) ? args[0] : undefined),
    make: (args) =>
      roundNumber(name, args) ?? ((value: number, unit: string) => roundTime(name, value, unit, args[0] as SqlType)),
  }
}

function roundTime(name: 'FLOOR' | 'CEIL', value: number, unit: string, type: SqlType): number {
  const ms = msOf(value, type)
  const back = (result: number): number => (type.name === 'DATE' ? result / MS_PER_DAY : result)
  const months = UNIT_MONTHS[unit]
  if (months !== undefined) {
    const at = new Date(ms)
    const month = at.getUTCFullYear() * 12 + at.getUTCMonth()
    const start = Date.UTC(0, Math.floor(month / months) * months, 1)
    const floor = new Date(start).setUTCFullYear(Math.floor((Math.floor(month / months) * months) / 12))
    return back(name === 'FLOOR' || floor === ms ? floor : addMonths(floor, months))
  }
  const size = UNIT_MS[unit] ?? 1
  const offset = unit === 'WEEK' ? 3 * MS_PER_DAY : 0
  return back(Math[name === 'FLOOR' ? 'floor' : 'ceil']((ms + offset) / size) * size - offset)
}

/** Whole units from a to b. */
function difference(unit: string, a: number, b: number): number {
  const months = UNIT_MONTHS[unit]
  if (months === undefined) return Math.trunc((b - a) / (UNIT_MS[unit] ?? 1))
  const [x, y] = [new Date(a), new Date(b)]
  let count = (y.getUTCFullYear() - x.getUTCFullYear()) * 12 + y.getUTCMonth() - x.getUTCMonth()
  if (count > 0 && addMonths(a, count) > b) count--
  if (count < 0 && addMonths(a, count) < b) count++
  return Math.trunc(count / months)
}

function current(name: string, type: SqlType, of: (now: number) => number): ScalarFunction {
  const make =
    (_args: readonly SqlType[], _type: SqlType, { now }: RuntimeContext): Evaluate =>
    () =>
      of(now())
  return {
    name,
    doc: `${name}: by the platform's clock`,
    arity: [0, 0],
    type: () => ({ ...type, nullable: false }),
    make,
    volatile: true,
  }
}

const dayOf = (now: number): number => Math.floor(now / MS_PER_DAY)
const ofDay = (now: number): number => now - dayOf(now) * MS_PER_DAY
const temporalPair: ScalarFunction['type'] = ([, a, b]) =>
  isTemporal(a as SqlType) && isTemporal(b as SqlType) ? INT : undefined

export const times: readonly ScalarFunction[] = [
  ...['YEAR', 'QUARTER', 'MONTH', 'WEEK', 'HOUR', 'MINUTE', 'SECOND'].map(part),
  { ...part('DAY'), name: 'DAYOFMONTH' },
  { ...part('DOW'), name: 'DAYOFWEEK' },
  { ...part('DOY'), name: 'DAYOFYEAR' },
  {
    name: 'EXTRACT',
    doc: 'EXTRACT(unit FROM t)',
    arity: [2, 2],
    type: ([, a]) => (isTemporal(a as SqlType) ? BIGINT : undefined),
    make:
      ([, a]) =>
      (unit: string, value: number) =>
        PARTS[unit]?.(new Date(msOf(value, a as SqlType)), msOf(value, a as SqlType)) ?? null,
  },
  rounding('FLOOR'),
  rounding('CEIL'),
  { ...rounding('CEIL'), name: 'CEILING' },
  current('CURRENT_TIMESTAMP', timestampLtz(3), (now) => now),
  current('NOW', timestampLtz(3), (now) => now),
  current('CURRENT_ROW_TIMESTAMP', timestampLtz(3), (now) => now),
  current('LOCALTIMESTAMP', timestamp(3), (now) => now),
  current('CURRENT_DATE', DATE, dayOf),
  current('CURRENT_TIME', time(0), ofDay),
  current('LOCALTIME', time(0), ofDay),
  current('PROCTIME', { ...timestampLtz(3), time: 'proctime' }, (now) => now),
  {
    name: 'UNIX_TIMESTAMP',
    doc: 'UNIX_TIMESTAMP([s [, pattern]]): seconds since 1970',
    arity: [0, 2],
    type: signature(BIGINT, isString),
    volatile: true,
    make:
      (_args, _type, { now }) =>
      (text?: string, pattern?: string) => {
        const ms = text === undefined ? now() : parseWithPattern(text, pattern ?? 'yyyy-MM-dd HH:mm:ss')
        return ms === null ? null : Math.floor(ms / 1000)
      },
  },
  simple(
    'FROM_UNIXTIME',
    'FROM_UNIXTIME(seconds [, pattern])',
    [1, 2],
    signature(STRING, isNumeric, isString),
    (s: number, pattern = 'yyyy-MM-dd HH:mm:ss') => formatTime(Number(s) * 1000, pattern),
  ),
  simple(
    'TO_TIMESTAMP',
    'TO_TIMESTAMP(s [, pattern]): null when it is none',
    [1, 2],
    signature(timestamp(3), isString),
    (s: string, pattern = 'yyyy-MM-dd HH:mm:ss') => parseWithPattern(s, pattern),
  ),
  simple('TO_DATE', 'TO_DATE(s [, pattern])', [1, 2], signature(DATE, isString), (s: string, pattern?: string) => {
    if (pattern === undefined) return parseDate(s)
    const ms = parseWithPattern(s, pattern)
    return ms === null ? null : dayOf(ms)
  }),
  {
    name: 'TO_TIMESTAMP_LTZ',
    doc: 'TO_TIMESTAMP_LTZ(n [, 0 for seconds | 3 for ms]), TO_TIMESTAMP_LTZ(s [, pattern])',
    arity: [1, 2],
    type: ([a]) => (isNumeric(a as SqlType) || isString(a as SqlType) ? timestampLtz(3) : undefined),
    make: ([a]) =>
      isString(a as SqlType)
        ? (s: string, pattern = 'yyyy-MM-dd HH:mm:ss') => parseWithPattern(s, pattern)
        : (n: unknown, precision = 3) => truncated(precision === 0 ? Number(n) * 1000 : Number(n), 3),
  },
  {
    name: 'DATE_FORMAT',
    doc: 'DATE_FORMAT(t, pattern)',
    arity: [2, 2],
    type: ([a, b]) =>
      (isTimestamp(a as SqlType) || isString(a as SqlType)) && isString(b as SqlType) ? STRING : undefined,
    make:
      ([a]) =>
      (value: number | string, pattern: string) => {
        const ms = isString(a as SqlType) ? parseWithPattern(value as string, 'yyyy-MM-dd HH:mm:ss') : (value as number)
        return ms === null ? null : formatTime(ms, pattern)
      },
  },
  {
    name: 'TIMESTAMPDIFF',
    doc: 'TIMESTAMPDIFF(unit, a, b): whole units from a to b',
    arity: [3, 3],
    type: temporalPair,
    make:
      ([, a, b]) =>
      (unit: string, x: number, y: number) =>
        difference(unit, msOf(x, a as SqlType), msOf(y, b as SqlType)),
  },
  {
    name: 'TIMESTAMPADD',
    doc: 'TIMESTAMPADD(unit, n, t)',
    arity: [3, 3],
    type: ([, n, a]) => (isInteger(n as SqlType) && isTemporal(a as SqlType) ? a : undefined),
    make:
      ([, , a]) =>
      (unit: string, n: number, value: number) => {
        const ms = msOf(value, a as SqlType)
        const months = UNIT_MONTHS[unit]
        const moved = months === undefined ? ms + n * (UNIT_MS[unit] ?? 1) : addMonths(ms, n * months)
        return (a as SqlType).name === 'DATE' ? Math.floor(moved / MS_PER_DAY) : moved
      },
  },
  {
    name: 'LAST_DAY',
    doc: 'LAST_DAY(t): the last day of its month',
    arity: [1, 1],
    type: ([a]) => (isTemporal(a as SqlType) ? DATE : undefined),
    make:
      ([a]) =>
      (value: number) => {
        const at = new Date(msOf(value, a as SqlType))
        return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0) / MS_PER_DAY
      },
  },
]
