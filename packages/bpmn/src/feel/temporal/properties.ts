import { DayTimeDuration, YearMonthDuration } from './durations.ts'
import { ZonedTime, isOffset, timeZone } from './zoned-time.ts'
import type { FeelValue } from '../value.ts'

type Properties = Readonly<Record<string, FeelValue>>

/** What can be asked of a temporal value with a dot (DMN 1.5, table 65); nothing for other values. */
export function properties(value: FeelValue): Properties {
  if (value instanceof Temporal.PlainDate) return ofDate(value)
  if (value instanceof Temporal.PlainTime) return { ...ofTime(value), 'time offset': null, timezone: null }
  if (value instanceof ZonedTime) return { ...ofTime(value.time), ...ofZone(zonedSample(value)) }
  if (value instanceof Temporal.PlainDateTime) {
    return { ...ofDate(value.toPlainDate()), ...ofTime(value.toPlainTime()), 'time offset': null, timezone: null }
  }
  if (value instanceof Temporal.ZonedDateTime) {
    return { ...ofDate(value.toPlainDate()), ...ofTime(value.toPlainTime()), ...ofZone(value) }
  }
  if (value instanceof YearMonthDuration) {
    return { years: Math.trunc(value.months / 12), months: value.months % 12 }
  }
  return value instanceof DayTimeDuration ? ofDayTime(value.ms) : {}
}

function ofDate(date: Temporal.PlainDate): Properties {
  return { year: date.year, month: date.month, day: date.day, weekday: date.dayOfWeek }
}

function ofTime(time: Temporal.PlainTime): Properties {
  return { hour: time.hour, minute: time.minute, second: time.second }
}

function ofZone(at: Temporal.ZonedDateTime): Properties {
  const named = !isOffset(at.timeZoneId)
  return { 'time offset': new DayTimeDuration(at.offsetNanoseconds / 1e6), timezone: named ? at.timeZoneId : null }
}

function ofDayTime(ms: number): Properties {
  const part = (unit: number, whole: number): number => Math.trunc(ms / unit) % whole
  return {
    days: Math.trunc(ms / 86_400_000),
    hours: part(3_600_000, 24),
    minutes: part(60_000, 60),
    seconds: part(1000, 60),
  }
}

const zonedSample = (value: ZonedTime): Temporal.ZonedDateTime =>
  Temporal.PlainDate.from('1970-01-01').toZonedDateTime({ timeZone: timeZone(value.zone), plainTime: value.time })
