import { ZonedTime, isOffset, timeZone } from './zoned-time.ts'
import { type DayTimeDuration, type YearMonthDuration, parseDuration } from './durations.ts'

const DATE = /^-?\d{4,9}-\d{2}-\d{2}$/
const TIME = /^(\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:\d{2}(?::\d{2})?|@[\w+\-/]+)?$/
const DATE_TIME = /^(-?\d{4,9}-\d{2}-\d{2})T(.+)$/

const attempt = <T>(make: () => T): T | undefined => {
  try {
    return make()
  } catch (thrown) {
    // Temporal reports a day or a zone that does not exist this way; anything else is a bug.
    if (thrown instanceof RangeError) return undefined
    throw thrown
  }
}

/** `2024-02-29`; undefined when there is no such day. */
export function parseDate(text: string): Temporal.PlainDate | undefined {
  return DATE.test(text) ? attempt(() => Temporal.PlainDate.from(text, { overflow: 'reject' })) : undefined
}

/** `10:31:10`, with an offset, `Z` or `@Zone/Name` optionally. */
export function parseTime(text: string): Temporal.PlainTime | ZonedTime | undefined {
  const parts = TIME.exec(text)
  if (parts === null) return undefined
  return attempt(() => {
    const time = Temporal.PlainTime.from(parts[1] as string, { overflow: 'reject' })
    if (parts[2] === undefined) return time
    const zoned = new ZonedTime(time, parts[2].replace('@', ''))
    zoned.utcMs()
    return zoned
  })
}

/** `2024-02-29T10:31:10`, with a zone optionally; a date alone is its midnight. */
export function parseDateTime(text: string): Temporal.PlainDateTime | Temporal.ZonedDateTime | undefined {
  const parts = DATE_TIME.exec(text)
  if (parts === null) return parseDate(text)?.toPlainDateTime()
  const date = parseDate(parts[1] as string)
  const time = parseTime(parts[2] as string)
  if (date === undefined || time === undefined) return undefined
  if (!(time instanceof ZonedTime)) return date.toPlainDateTime(time)
  return attempt(() => date.toZonedDateTime({ timeZone: timeZone(time.zone), plainTime: time.time }))
}

/** What `@"…"` may hold: the first of the kinds that fits. */
export function parseLiteral(
  text: string,
):
  | Temporal.PlainDate
  | Temporal.PlainTime
  | ZonedTime
  | Temporal.PlainDateTime
  | Temporal.ZonedDateTime
  | YearMonthDuration
  | DayTimeDuration
  | undefined {
  return parseDuration(text) ?? parseDate(text) ?? parseTime(text) ?? parseDateTime(text)
}

/** `2024-02-29T10:31:10+01:00` or `…@Europe/Paris`, seconds always shown. */
export function dateTimeText(value: Temporal.ZonedDateTime): string {
  const local = value.toPlainDateTime().toString()
  if (value.timeZoneId === 'UTC') return `${local}Z`
  return isOffset(value.timeZoneId) ? `${local}${value.timeZoneId}` : `${local}@${value.timeZoneId}`
}
