import { BuiltInError, any, builtIn, integer, text } from './builtin.ts'
import { DayTimeDuration, YearMonthDuration, parseDuration } from '../temporal/durations.ts'
import { ZonedTime, isOffset, timeZone } from '../temporal/zoned-time.ts'
import { parseDate, parseDateTime, parseTime } from '../temporal/parse.ts'
import type { FeelValue } from '../value.ts'
import type { Run } from '../run.ts'
import { plain } from '../text.ts'

/** The platform's time zone is UTC: two machines agree. */
const ZONE = 'UTC'

const now = (run: Run): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(run.clock.now()).toZonedDateTimeISO(ZONE)

function parsed<T>(value: T | undefined, kind: string, from: string): T {
  if (value === undefined) throw new BuiltInError(`Failed to parse ${kind} from '${from}'`)
  return value
}

function attempt<T>(make: () => T, what: string): T {
  try {
    return make()
  } catch (thrown) {
    if (thrown instanceof RangeError) throw new BuiltInError(`there is no such ${what}`)
    throw thrown
  }
}

const refused = (from: FeelValue, kind: string): never => {
  throw new BuiltInError(`'${plain(from)}' has no ${kind}`)
}

function dateOf(from: FeelValue): Temporal.PlainDate {
  if (typeof from === 'string') return parsed(parseDate(from), 'date', from)
  if (from instanceof Temporal.PlainDate) return from
  if (from instanceof Temporal.PlainDateTime || from instanceof Temporal.ZonedDateTime) return from.toPlainDate()
  return refused(from, 'date')
}

function timeOf(from: FeelValue): Temporal.PlainTime | ZonedTime {
  if (typeof from === 'string') return parsed(parseTime(from), 'time', from)
  if (from instanceof Temporal.PlainTime || from instanceof ZonedTime) return from
  if (from instanceof Temporal.PlainDateTime) return from.toPlainTime()
  if (from instanceof Temporal.ZonedDateTime) return new ZonedTime(from.toPlainTime(), zoneText(from.timeZoneId))
  return from instanceof Temporal.PlainDate ? Temporal.PlainTime.from('00:00') : refused(from, 'time')
}

const zoneText = (id: string): string => (id === 'UTC' ? 'Z' : id)

function combine(date: FeelValue, time: FeelValue): Temporal.PlainDateTime | Temporal.ZonedDateTime {
  const [day, clock] = [dateOf(date), timeOf(time)]
  if (!(clock instanceof ZonedTime)) return day.toPlainDateTime(clock)
  return day.toZonedDateTime({ timeZone: timeZone(clock.zone), plainTime: clock.time })
}

function dateTimeOf(from: FeelValue): Temporal.PlainDateTime | Temporal.ZonedDateTime {
  if (typeof from === 'string') return parsed(parseDateTime(from), 'date-time', from)
  if (from instanceof Temporal.PlainDateTime || from instanceof Temporal.ZonedDateTime) return from
  return from instanceof Temporal.PlainDate ? from.toPlainDateTime() : refused(from, 'date and time')
}

function inZone(from: FeelValue, zone: string): Temporal.ZonedDateTime {
  const at = dateTimeOf(from)
  const id = timeZone(zone)
  return attempt(
    () => (at instanceof Temporal.ZonedDateTime ? at.withTimeZone(id) : at.toZonedDateTime(id)),
    'time zone',
  )
}

function offsetTime(hour: number, minute: number, second: number, offset: FeelValue): Temporal.PlainTime | ZonedTime {
  const time = attempt(() => Temporal.PlainTime.from({ hour, minute, second }, { overflow: 'reject' }), 'time')
  if (offset === null) return time
  if (!(offset instanceof DayTimeDuration)) return refused(offset, 'offset')
  const minutes = Math.abs(Math.trunc(offset.ms / 60_000))
  const two = (value: number): string => String(value).padStart(2, '0')
  return new ZonedTime(time, `${offset.ms < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`)
}

function monthsBetween(from: FeelValue, to: FeelValue): YearMonthDuration {
  return new YearMonthDuration(dateOf(from).until(dateOf(to), { largestUnit: 'months' }).months)
}

const duration = (from: FeelValue): FeelValue => {
  if (from instanceof YearMonthDuration || from instanceof DayTimeDuration) return from
  return typeof from === 'string' ? parsed(parseDuration(from), 'duration', from) : refused(from, 'duration')
}

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const MONTHS = 'January February March April May June July August September October November December'.split(' ')

export const temporalFunctions = {
  date: [
    builtIn({ from: any }, ({ from }) => dateOf(from)),
    builtIn({ year: integer, month: integer, day: integer }, (fields) =>
      attempt(() => Temporal.PlainDate.from(fields, { overflow: 'reject' }), 'date'),
    ),
  ],
  time: [
    builtIn({ from: any }, ({ from }) => timeOf(from)),
    builtIn({ hour: integer, minute: integer, second: integer }, (args) =>
      offsetTime(args.hour, args.minute, args.second, null),
    ),
    builtIn({ hour: integer, minute: integer, second: integer, offset: any }, (args) =>
      offsetTime(args.hour, args.minute, args.second, args.offset),
    ),
  ],
  'date and time': [
    builtIn({ from: any }, ({ from }) => dateTimeOf(from)),
    builtIn({ date: any, time: any }, ({ date, time }) =>
      typeof time === 'string' && (isOffset(time) || time.includes('/')) ? inZone(date, time) : combine(date, time),
    ),
  ],
  duration: [builtIn({ from: any }, ({ from }) => duration(from))],
  'years and months duration': [builtIn({ from: any, to: any }, ({ from, to }) => monthsBetween(from, to))],
  now: [builtIn({}, (_, run) => now(run))],
  today: [builtIn({}, (_, run) => now(run).toPlainDate())],
  'day of year': [builtIn({ date: any }, ({ date }) => dateOf(date).dayOfYear)],
  'day of week': [builtIn({ date: any }, ({ date }) => DAYS[dateOf(date).dayOfWeek - 1] as string)],
  'month of year': [builtIn({ date: any }, ({ date }) => MONTHS[dateOf(date).month - 1] as string)],
  'week of year': [builtIn({ date: any }, ({ date }) => dateOf(date).weekOfYear ?? null)],
  'last day of month': [
    builtIn({ date: any }, ({ date }) => {
      const day = dateOf(date)
      return day.with({ day: day.daysInMonth })
    }),
  ],
  'from unix timestamp': [
    builtIn({ timestamp: integer }, ({ timestamp }) =>
      attempt(() => Temporal.Instant.fromEpochMilliseconds(timestamp).toZonedDateTimeISO(ZONE), 'date and time'),
    ),
  ],
  'to unix timestamp': [
    builtIn({ 'date time': any }, (args) => {
      const at = dateTimeOf(args['date time'])
      return at instanceof Temporal.ZonedDateTime ? at.epochMilliseconds : at.toZonedDateTime(ZONE).epochMilliseconds
    }),
  ],
  'set timezone': [builtIn({ 'date time': any, timezone: text }, (args) => inZone(args['date time'], args.timezone))],
}
