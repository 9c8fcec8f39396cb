import type { Decimal } from 'decimal.js'
import type { DayTimeDuration, YearMonthDuration } from './temporal/durations.ts'
import type { ZonedTime } from './temporal/zoned-time.ts'
import type { Run } from './run.ts'

/** A number: a double where that is exact enough, a decimal of 34 digits where it is not (see number.ts). */
export type FeelNumber = number | Decimal

/** A context: own enumerable properties only; never a class instance. */
export interface FeelContext {
  readonly [key: string]: FeelValue
}

/** `[1..3)`: a range of values of one kind. */
export class FeelRange {
  readonly start: FeelValue
  readonly end: FeelValue
  readonly startClosed: boolean
  readonly endClosed: boolean

  constructor(start: FeelValue, end: FeelValue, startClosed: boolean, endClosed: boolean) {
    this.start = start
    this.end = end
    this.startClosed = startClosed
    this.endClosed = endClosed
  }
}

/** A function that the expression defines. */
export class FeelFunction {
  readonly parameters: readonly string[]
  readonly invoke: (args: readonly FeelValue[], run: Run) => FeelValue

  constructor(parameters: readonly string[], invoke: (args: readonly FeelValue[], run: Run) => FeelValue) {
    this.parameters = parameters
    this.invoke = invoke
  }
}

/** Values of FEEL (DMN 1.5, section 10.3.2.3), in the shapes that JSON gives where it has them. */
export type FeelValue =
  | null
  | boolean
  | string
  | FeelNumber
  | readonly FeelValue[]
  | FeelContext
  | FeelRange
  | FeelFunction
  | Temporal.PlainDate
  | Temporal.PlainTime
  | Temporal.PlainDateTime
  | Temporal.ZonedDateTime
  | ZonedTime
  | YearMonthDuration
  | DayTimeDuration
