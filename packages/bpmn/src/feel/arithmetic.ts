import * as numbers from './number.ts'
import { DayTimeDuration, YearMonthDuration } from './temporal/durations.ts'
import { between, isPoint, shift } from './temporal/arithmetic.ts'
import type { FeelValue } from './value.ts'
import type { Run } from './run.ts'
import { isNumber } from './kinds.ts'
import { show } from './text.ts'

type Duration = YearMonthDuration | DayTimeDuration
const isDuration = (value: FeelValue): value is Duration =>
  value instanceof YearMonthDuration || value instanceof DayTimeDuration

/** `x + y`: numbers, strings, durations, and a point in time moved by a duration. */
export function add(x: FeelValue, y: FeelValue, run: Run): FeelValue {
  if (isNumber(x) && isNumber(y)) return numbers.add(x, y)
  if (typeof x === 'string' && typeof y === 'string') {
    run.spend(x.length + y.length)
    return x + y
  }
  const result = isDuration(x) && isDuration(y) ? sum(x, y, 1) : (moved(x, y) ?? moved(y, x))
  return result ?? run.warn('INVALID_TYPE', `Can't add '${show(y)}' to '${show(x)}'`)
}

/** `x - y`: numbers, durations, two points in time, and a point moved back. */
export function subtract(x: FeelValue, y: FeelValue, run: Run): FeelValue {
  if (isNumber(x) && isNumber(y)) return numbers.subtract(x, y)
  const result = isDuration(x) && isDuration(y) ? sum(x, y, -1) : (moved(x, y, -1) ?? between(x, y))
  return result ?? run.warn('INVALID_TYPE', `Can't subtract '${show(y)}' from '${show(x)}'`)
}

export function multiply(x: FeelValue, y: FeelValue, run: Run): FeelValue {
  if (isNumber(x) && isNumber(y)) return numbers.multiply(x, y)
  if (isDuration(x) && isNumber(y)) return scaled(x, Math.trunc(numbers.toDouble(y)))
  if (isNumber(x) && isDuration(y)) return scaled(y, Math.trunc(numbers.toDouble(x)))
  return run.warn('INVALID_TYPE', `Can't multiply '${show(x)}' by '${show(y)}'`)
}

export function divide(x: FeelValue, y: FeelValue, run: Run): FeelValue {
  const divisor = isNumber(y) ? y : size(y)
  if (divisor !== undefined && !numbers.isZero(divisor)) {
    if (isNumber(x) && isNumber(y)) return numbers.divide(x, y)
    if (x instanceof YearMonthDuration && isNumber(y))
      return new YearMonthDuration(Math.trunc(x.months / numbers.toDouble(y)))
    if (x instanceof DayTimeDuration && isNumber(y)) return new DayTimeDuration(Math.trunc(x.ms / numbers.toDouble(y)))
    if (x instanceof YearMonthDuration && y instanceof YearMonthDuration) return numbers.divide(x.months, y.months)
    if (x instanceof DayTimeDuration && y instanceof DayTimeDuration) return numbers.divide(x.ms, y.ms)
  }
  return run.warn('INVALID_TYPE', `Can't divide '${show(x)}' by '${show(y)}'`)
}

function sum(x: Duration, y: Duration, sign: 1 | -1): Duration | undefined {
  if (x instanceof YearMonthDuration && y instanceof YearMonthDuration)
    return new YearMonthDuration(x.months + sign * y.months)
  if (x instanceof DayTimeDuration && y instanceof DayTimeDuration) return new DayTimeDuration(x.ms + sign * y.ms)
  return undefined
}

function moved(point: FeelValue, by: FeelValue, sign: 1 | -1 = 1): FeelValue | undefined {
  return isPoint(point) && isDuration(by) ? shift(point, scaled(by, sign)) : undefined
}

function scaled(duration: Duration, factor: number): Duration {
  return duration instanceof YearMonthDuration
    ? new YearMonthDuration(duration.months * factor + 0)
    : new DayTimeDuration(duration.ms * factor + 0)
}

function size(value: FeelValue): number | undefined {
  if (value instanceof YearMonthDuration) return value.months
  return value instanceof DayTimeDuration ? value.ms : undefined
}
