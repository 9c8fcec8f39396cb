import { MS_PER_DAY, parseDate, timestampText, truncated } from '../types/time-text.ts'
import { instantOf, isZone, localOf } from '../types/zone.ts'
import {
  BIGINT,
  BOOLEAN,
  DATE,
  DAY_TIME,
  INT,
  STRING,
  type SqlType,
  YEAR_MONTH,
  isInteger,
  isInterval,
  isNumeric,
  isString,
  isTemporal,
  isTimestamp,
  time,
  timestamp,
  timestampLtz,
} from '../types/type.ts'
import { addInterval, addMonths } from './arithmetic.ts'
import { formatTime, parseWithPattern, timeFormatter } from './time-pattern.ts'
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

/** Milliseconds since 1970 of a date, a time or a timestamp, by the session's clock for local timestamps. */
const msOf = (value: number, { name }: SqlType, zone = 'UTC'): number =>
  name === 'DATE' ? value * MS_PER_DAY : name === 'TIMESTAMP_LTZ' ? localOf(value, zone) : value

const PARTS: Readonly<Record<string, (at: Date, ms: number) => number>> = {
  YEAR: (at) => at.getUTCFullYear(),
  ISOYEAR: (at) => isoThursday(at).getUTCFullYear(),
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
  MILLISECOND: (at) => at.getUTCMilliseconds(),
  EPOCH: (_at, ms) => Math.floor(ms / 1000),
  DECADE: (at) => Math.floor(at.getUTCFullYear() / 10),
  CENTURY: (at) => Math.ceil(at.getUTCFullYear() / 100),
  MILLENNIUM: (at) => Math.ceil(at.getUTCFullYear() / 1000),
}

function isoThursday(at: Date): Date {
  return new Date(at.getTime() + (4 - (at.getUTCDay() || 7)) * MS_PER_DAY)
}

function isoWeek(at: Date): number {
  const thursday = isoThursday(at)
  return Math.floor((thursday.getTime() - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / MS_PER_DAY / 7) + 1
}

/** Parts of intervals: of days to seconds in ms, of years and months in months. */
function intervalPart(unit: string, value: number, { name }: SqlType): number {
  const months: Readonly<Record<string, number>> = { YEAR: Math.trunc(value / 12), MONTH: value % 12 }
  if (name === 'INTERVAL_YEAR_MONTH') return months[unit] ?? 0
  const size = UNIT_MS[unit] ?? 1
  const whole = Math.trunc(value / size)
  const within: Readonly<Record<string, number>> = { HOUR: 24, MINUTE: 60, SECOND: 60 }
  return within[unit] === undefined ? whole : whole % within[unit]
}

function part(unit: string): ScalarFunction {
  const of = PARTS[unit] as (at: Date, ms: number) => number
  return {
    name: unit,
    doc: `${unit}(t): that part of a time`,
    arity: [1, 1],
    type: ([a]) => (isTemporal(a as SqlType) ? BIGINT : undefined),
    make:
      ([a], _type, { zone }) =>
      (value: number) => {
        const ms = msOf(value, a as SqlType, zone)
        return of(new Date(ms), ms)
      },
  }
}

function rounding(name: 'FLOOR' | 'CEIL'): ScalarFunction {
  return {
    name,
    doc: `${name}(x), ${name}(t TO unit)`,
    arity: [1, 2],
    type: (args) => (args.length === 1 ? roundedType(args) : isTemporal(args[0] as SqlType) ? args[0] : undefined),
    make: (args, _type, { zone = 'UTC' }) => {
      const number = roundNumber(name, args)
      if (number !== undefined) return number
      const type = args[0] as SqlType
      if (type.name !== 'TIMESTAMP_LTZ') return (value: number, unit: string) => roundTime(name, value, unit, type)
      return (value: number, unit: string) => instantOf(roundTime(name, localOf(value, zone), unit, type), zone)
    },
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
  // Weeks begin on Sunday here, and 1970-01-01 was a Thursday.
  const offset = unit === 'WEEK' ? 4 * MS_PER_DAY : 0
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

/** What UNIX_TIMESTAMP gives for a text that is no time. */
const LOWEST_LONG = -(2n ** 63n)

/** Where a period ends that is given by its beginning and its end or length. */
function endOf(start: number, end: number, type: SqlType, of: SqlType): number {
  return isInterval(of) ? addInterval(start, end, type, of) : end
}

const periods: readonly ScalarFunction[] = [
  {
    name: 'OVERLAPS',
    doc: '(a, b) OVERLAPS (c, d): periods by their bounds, or by beginning and length',
    arity: [4, 4],
    type: ([a, b, c, d]) => {
      const given = [a, b, c, d] as SqlType[]
      return given.every((one, at) => isTemporal(one) || (at % 2 === 1 && isInterval(one))) ? BOOLEAN : undefined
    },
    make:
      ([a, b, c, d]) =>
      (s1: number, e1: number, s2: number, e2: number) => {
        const [x, y] = [s1, endOf(s1, e1, a as SqlType, b as SqlType)].toSorted((p, q) => p - q) as [number, number]
        const [u, v] = [s2, endOf(s2, e2, c as SqlType, d as SqlType)].toSorted((p, q) => p - q) as [number, number]
        return y >= u && v >= x
      },
  },
  {
    name: 'MINUS_TIMES',
    doc: '(a - b) unit: the time between as an interval',
    arity: [3, 3],
    type: ([a, b], _returning, constants) => {
      if (!isTemporal(a as SqlType) || !isTemporal(b as SqlType)) return undefined
      return UNIT_MONTHS[String(constants?.[2])] === undefined ? DAY_TIME : YEAR_MONTH
    },
    make: ([a, b], result) => {
      const months = result.name === 'INTERVAL_YEAR_MONTH'
      return (x: number, y: number) => {
        const [from, to] = [msOf(y, b as SqlType), msOf(x, a as SqlType)]
        return months ? difference('MONTH', from, to) : to - from
      }
    },
  },
]

export const times: readonly ScalarFunction[] = [
  ...periods,
  ...['YEAR', 'QUARTER', 'MONTH', 'WEEK', 'HOUR', 'MINUTE', 'SECOND'].map(part),
  { ...part('DAY'), name: 'DAYOFMONTH' },
  { ...part('DOW'), name: 'DAYOFWEEK' },
  { ...part('DOY'), name: 'DAYOFYEAR' },
  {
    name: 'EXTRACT',
    doc: 'EXTRACT(unit FROM t)',
    arity: [2, 2],
    type: ([, a]) => (isTemporal(a as SqlType) || isInterval(a as SqlType) ? BIGINT : undefined),
    make: ([, a], _type, { zone }) => {
      if (isInterval(a as SqlType)) return (unit: string, value: number) => intervalPart(unit, value, a as SqlType)
      return (unit: string, value: number) => {
        const ms = msOf(value, a as SqlType, zone)
        return PARTS[unit]?.(new Date(ms), ms) ?? null
      }
    },
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
      (_args, _type, { now, zone = 'UTC' }) =>
      (text?: string, pattern?: string) => {
        if (text === undefined) return Math.floor(now() / 1000)
        const local = parseWithPattern(text, pattern ?? 'yyyy-MM-dd HH:mm:ss')
        return local === null ? LOWEST_LONG : Math.floor(instantOf(local, zone) / 1000)
      },
  },
  {
    name: 'FROM_UNIXTIME',
    doc: 'FROM_UNIXTIME(seconds [, pattern])',
    arity: [1, 2],
    nullable: true,
    type: signature(STRING, isNumeric, isString),
    make:
      (_args, _type, { zone = 'UTC' }) =>
      (s: number, pattern = 'yyyy-MM-dd HH:mm:ss') =>
        formatTime(localOf(Number(s) * 1000, zone), pattern),
  },
  simple(
    'TO_TIMESTAMP',
    'TO_TIMESTAMP(s [, pattern]): null when it is none',
    [1, 2],
    signature(timestamp(3), isString),
    (s: string, pattern = 'yyyy-MM-dd HH:mm:ss') => {
      const ms = parseWithPattern(s, pattern)
      return ms === null ? null : truncated(ms, 3)
    },
    { nullable: true },
  ),
  simple(
    'TO_DATE',
    'TO_DATE(s [, pattern])',
    [1, 2],
    signature(DATE, isString),
    (s: string, pattern?: string) => {
      if (pattern === undefined) return parseDate(s)
      const ms = parseWithPattern(s, pattern)
      return ms === null ? null : dayOf(ms)
    },
    { nullable: true },
  ),
  simple(
    'CONVERT_TZ',
    'CONVERT_TZ(s, from, to): what clocks show in another zone',
    3,
    signature(STRING, isString),
    (s: string, from: string, to: string) => {
      const local = parseWithPattern(s, 'yyyy-MM-dd HH:mm:ss')
      if (local === null || !isZone(from) || !isZone(to)) return null
      return timestampText(localOf(instantOf(local, from), to), 0)
    },
    { nullable: true },
  ),
  {
    name: 'TO_TIMESTAMP_LTZ',
    doc: 'TO_TIMESTAMP_LTZ(n [, 0 for seconds | 3 for ms]), TO_TIMESTAMP_LTZ(s [, pattern])',
    arity: [1, 2],
    nullable: true,
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
    nullable: true,
    type: ([a, b]) =>
      (isTimestamp(a as SqlType) || isString(a as SqlType)) && isString(b as SqlType) ? STRING : undefined,
    make: ([a], _type, { zone }) => {
      const format = timeFormatter()
      return (value: number | string, pattern: string) => {
        const ms = isString(a as SqlType)
          ? parseWithPattern(value as string, 'yyyy-MM-dd HH:mm:ss')
          : msOf(value as number, a as SqlType, zone)
        return ms === null ? null : format(ms, pattern)
      }
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
    type: ([, n, a], _returning, constants) => {
      if (!isInteger(n as SqlType) || !isTemporal(a as SqlType)) return undefined
      return a?.name === 'DATE' && ['HOUR', 'MINUTE', 'SECOND'].includes(String(constants?.[0])) ? timestamp(6) : a
    },
    make:
      ([, , a], result) =>
      (unit: string, n: number, value: number) => {
        const ms = msOf(value, a as SqlType)
        const months = UNIT_MONTHS[unit]
        const moved = months === undefined ? ms + n * (UNIT_MS[unit] ?? 1) : addMonths(ms, n * months)
        return result.name === 'DATE' ? Math.floor(moved / MS_PER_DAY) : moved
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
