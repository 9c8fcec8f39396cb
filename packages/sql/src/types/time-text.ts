import { sqlError } from '../position.ts'

/** Times as text. Dates are days since 1970-01-01, times ms of the day, timestamps ms since 1970-01-01 00:00. */
export const MS_PER_DAY = 86_400_000

const DATE_TEXT = /^(\d{1,4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/
const TIME_TEXT = /^(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,9}))?)?)?$/
const TIMESTAMP_TEXT = /^(\d{1,4})-(\d{1,2})-(\d{1,2})(?: (\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d{1,9})?))?$/

/** Days since the epoch of `2024-01-31`, `2024-01` or `2024`, whatever follows a space; null when it is no date. */
export function parseDate(text: string): number | null {
  const found = DATE_TEXT.exec(text.trim().split(' ')[0] as string)
  if (found === null) return null
  const [year, month, day] = [Number(found[1]), Number(found[2] ?? 1), Number(found[3] ?? 1)]
  const days = daysOf(year, month, day)
  return day <= lastDay(year, month) ? days : null
}

function daysOf(year: number, month: number, day: number): number | null {
  if (month < 1 || month > 12 || day < 1 || day > 31) return null
  const at = new Date(0)
  return at.setUTCFullYear(year, month - 1, Math.min(day, lastDay(year, month))) / MS_PER_DAY
}

function lastDay(year: number, month: number): number {
  const at = new Date(0)
  at.setUTCFullYear(year, month, 0)
  return at.getUTCDate()
}

/** Milliseconds of the day, with a fraction for smaller units; null when it is no time. */
export function parseTime(text: string): number | null {
  const found = TIME_TEXT.exec(text.trim())
  if (found === null) return null
  const [hour, minute, second] = [Number(found[1]), Number(found[2] ?? 0), Number(found[3] ?? 0)]
  if (hour > 23 || minute > 59 || second > 59) return null
  const fraction = (found[4] ?? '').padEnd(6, '0').slice(0, 6)
  return ((hour * 60 + minute) * 60 + second) * 1000 + Number(fraction) / 1000
}

/**
 * `2024-01-31` or `2024-01-31 10:00:00[.123456]`; null when it is none. A day that the month does not have is its last
 * one, as for Java's parser.
 */
export function parseTimestamp(text: string): number | null {
  const found = TIMESTAMP_TEXT.exec(text.trim())
  if (found === null) return null
  const days = daysOf(Number(found[1]), Number(found[2]), Number(found[3]))
  const ofDay = found[4] === undefined ? 0 : parseTime(found[4])
  return days === null || ofDay === null ? null : micro(days * MS_PER_DAY + ofDay)
}

/** The last day that there is on either side of 1970. */
const MAX_DAYS = 100_000_000

/** @throws Refusal SQL_RUNTIME beyond the days that there are */
export function dateText(days: number): string {
  if (!(Math.abs(days) <= MAX_DAYS)) throw sqlError('SQL_RUNTIME', `day ${days} since 1970 is out of range`)
  const iso = new Date(days * MS_PER_DAY).toISOString()
  return iso.slice(0, iso.indexOf('T'))
}

/** `HH:mm:ss`, with `precision` digits of the second's fraction. */
export function timeText(ms: number, precision = 0): string {
  const micros = Math.round(ms * 1000)
  const seconds = Math.floor(micros / 1_000_000)
  const pad = (value: number): string => String(value).padStart(2, '0')
  const whole = `${pad(Math.floor(seconds / 3600))}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`
  if (precision === 0) return whole
  return `${whole}.${String(micros % 1_000_000)
    .padStart(6, '0')
    .padEnd(9, '0')
    .slice(0, precision)}`
}

export function timestampText(ms: number, precision = 3, separator = ' '): string {
  const day = Math.floor(ms / MS_PER_DAY)
  return dateText(day) + separator + timeText(ms - day * MS_PER_DAY, precision)
}

/** Rounded to a microsecond, so that equal times are equal numbers. */
export function micro(ms: number): number {
  return Number.isInteger(ms) ? ms : Math.round(ms * 1000) / 1000
}

/** Cut to a precision. */
export function truncated(ms: number, precision: number): number {
  if (precision >= 6) return micro(ms)
  const unit = 10 ** (precision - 3)
  return precision <= 3
    ? Math.floor(ms * unit + 1e-7) / unit
    : Math.floor(Math.round(ms * 1000) / 10 ** (6 - precision)) / unit
}
