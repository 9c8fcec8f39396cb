import { DayTimeDuration, YearMonthDuration } from './durations.ts'
import type { FeelValue } from '../value.ts'
import { ZonedTime } from './zoned-time.ts'

export type Point =
  | Temporal.PlainDate
  | Temporal.PlainTime
  | Temporal.PlainDateTime
  | Temporal.ZonedDateTime
  | ZonedTime

const POINTS = [Temporal.PlainDate, Temporal.PlainTime, Temporal.PlainDateTime, Temporal.ZonedDateTime, ZonedTime]

export const isPoint = (value: FeelValue): value is Point => POINTS.some((type) => value instanceof type)

/** A point in time, later by a duration; undefined where the two do not go together, or the result is out of range. */
export function shift(point: Point, by: YearMonthDuration | DayTimeDuration): Point | undefined {
  try {
    return shifted(point, by)
  } catch (thrown) {
    if (thrown instanceof RangeError) return undefined
    throw thrown
  }
}

function shifted(point: Point, by: YearMonthDuration | DayTimeDuration): Point | undefined {
  if (point instanceof Temporal.PlainTime || point instanceof ZonedTime) {
    if (by instanceof YearMonthDuration) return undefined
    return point instanceof ZonedTime
      ? new ZonedTime(point.time.add(by.toTemporal()), point.zone)
      : point.add(by.toTemporal())
  }
  if (point instanceof Temporal.PlainDate) return point.toPlainDateTime().add(by.toTemporal()).toPlainDate()
  return point.add(by.toTemporal())
}

/** What lies between two points of the same kind, from `y` to `x`. */
export function between(x: FeelValue, y: FeelValue): DayTimeDuration | undefined {
  const [end, start] = [instantMs(x), instantMs(y)]
  if (end === undefined || start === undefined || end.kind !== start.kind) return undefined
  return new DayTimeDuration(end.ms - start.ms)
}

function instantMs(value: FeelValue): { readonly kind: string; readonly ms: number } | undefined {
  if (value instanceof Temporal.PlainDate) return { kind: 'date', ms: value.toZonedDateTime('UTC').epochMilliseconds }
  if (value instanceof Temporal.PlainDateTime)
    return { kind: 'local', ms: value.toZonedDateTime('UTC').epochMilliseconds }
  if (value instanceof Temporal.ZonedDateTime) return { kind: 'zoned', ms: value.epochMilliseconds }
  if (value instanceof ZonedTime) return { kind: 'zoned time', ms: value.utcMs() }
  if (!(value instanceof Temporal.PlainTime)) return undefined
  return { kind: 'time', ms: value.since(Temporal.PlainTime.from('00:00')).total('milliseconds') }
}
