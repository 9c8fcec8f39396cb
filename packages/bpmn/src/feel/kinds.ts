import { Decimal } from 'decimal.js'
import { DayTimeDuration, YearMonthDuration } from './temporal/durations.ts'
import { type FeelContext, FeelFunction, type FeelNumber, FeelRange, type FeelValue } from './value.ts'
import { ZonedTime } from './temporal/zoned-time.ts'

export type Kind =
  | 'null'
  | 'boolean'
  | 'number'
  | 'string'
  | 'list'
  | 'context'
  | 'range'
  | 'function'
  | 'date'
  | 'local time'
  | 'time'
  | 'local date time'
  | 'date time'
  | 'years and months duration'
  | 'days and time duration'

export const isNumber = (value: FeelValue): value is FeelNumber => typeof value === 'number' || value instanceof Decimal
export const isList = (value: FeelValue): value is readonly FeelValue[] => Array.isArray(value)
export const isContext = (value: FeelValue): value is FeelContext => kindOf(value) === 'context'
export const isFunction = (value: FeelValue): value is FeelFunction => value instanceof FeelFunction
export const isRange = (value: FeelValue): value is FeelRange => value instanceof FeelRange

const CLASSES: readonly (readonly [new (...args: never[]) => object, Kind])[] = [
  [Decimal, 'number'],
  [FeelFunction, 'function'],
  [FeelRange, 'range'],
  [Temporal.PlainDate, 'date'],
  [Temporal.PlainTime, 'local time'],
  [ZonedTime, 'time'],
  [Temporal.PlainDateTime, 'local date time'],
  [Temporal.ZonedDateTime, 'date time'],
  [YearMonthDuration, 'years and months duration'],
  [DayTimeDuration, 'days and time duration'],
]

/** The kind of a value; times and date-times with and without a zone are kinds of their own, as they do not compare. */
export function kindOf(value: FeelValue): Kind {
  if (value === null || value === undefined) return 'null'
  switch (typeof value) {
    case 'boolean':
      return 'boolean'
    case 'number':
      return 'number'
    case 'string':
      return 'string'
    default:
      return kindOfObject(value)
  }
}

function kindOfObject(value: object): Kind {
  if (Array.isArray(value)) return 'list'
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) {
    return CLASSES.find(([type]) => value instanceof type)?.[1] ?? 'context'
  }
  return 'context'
}

/** The name that `instance of` and messages use. */
export function typeName(value: FeelValue): string {
  const kind = kindOf(value)
  if (kind === 'local time') return 'time'
  return kind === 'local date time' || kind === 'date time' ? 'date and time' : kind
}
