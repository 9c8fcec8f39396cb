import type { FeelContext, FeelNumber, FeelValue } from './value.ts'
import { DayTimeDuration, YearMonthDuration } from './temporal/durations.ts'
import { isContext, isList, isNumber, kindOf } from './kinds.ts'
import { ZonedTime } from './temporal/zoned-time.ts'
import { compareNumbers } from './number.ts'

/** Less, equal or greater, as -1, 0, 1; undefined when the two do not compare (other kinds, or no order). */
export function order(x: FeelValue, y: FeelValue): number | undefined {
  if (isNumber(x) && isNumber(y)) return compareNumbers(x, y)
  if (kindOf(x) !== kindOf(y)) return undefined
  const [a, b] = [measure(x), measure(y)]
  if (a === undefined || b === undefined) return undefined
  if (a < b) return -1
  return a > b ? 1 : 0
}

/** Something with JavaScript's own order that orders values of one kind. */
function measure(value: FeelValue): string | number | bigint | undefined {
  if (typeof value === 'string') return value
  if (value instanceof Temporal.PlainDate) return value.toZonedDateTime('UTC').epochMilliseconds
  if (value instanceof Temporal.PlainDateTime) return value.toZonedDateTime('UTC').epochNanoseconds
  if (value instanceof Temporal.ZonedDateTime) return value.epochNanoseconds
  if (value instanceof Temporal.PlainTime) return value.toString({ fractionalSecondDigits: 9 })
  if (value instanceof ZonedTime) return value.utcMs()
  if (value instanceof YearMonthDuration) return value.months
  return value instanceof DayTimeDuration ? value.ms : undefined
}

/** Equality as FEEL has it: null equals null alone; undefined when values of different kinds were compared. */
export function equal(x: FeelValue, y: FeelValue): boolean | undefined {
  if (x === null || y === null) return x === y
  if (isNumber(x) && isNumber(y)) return sameNumber(x, y)
  if (kindOf(x) !== kindOf(y)) return undefined
  if (isList(x) && isList(y))
    return x.length === y.length && x.every((item, index) => equal(item, y[index] ?? null) === true)
  if (isContext(x) && isContext(y)) return sameContext(x, y)
  if (typeof x === 'boolean') return x === y
  const compared = order(x, y)
  return compared === undefined ? x === y : compared === 0
}

const sameNumber = (x: FeelNumber, y: FeelNumber): boolean => compareNumbers(x, y) === 0

function sameContext(x: FeelContext, y: FeelContext): boolean {
  const keys = Object.keys(x)
  return (
    keys.length === Object.keys(y).length &&
    keys.every((key) => Object.hasOwn(y, key) && equal(x[key] ?? null, y[key] ?? null) === true)
  )
}
