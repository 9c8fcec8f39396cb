/** Times as text. Dates are days since 1970-01-01, times ms of the day, timestamps ms since 1970-01-01 00:00. */
export const MS_PER_DAY = 86_400_000

const DATE_TEXT = /^(\d{4})-(\d{1,2})-(\d{1,2})$/
const TIME_TEXT = /^(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,9}))?)?$/

/** Days since the epoch; null when it is no date. */
export function parseDate(text: string): number | null {
  const found = DATE_TEXT.exec(text.trim())
  if (found === null) return null
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])]
  const at = new Date(Date.UTC(year, month - 1, day))
  at.setUTCFullYear(year)
  const exists = at.getUTCMonth() === month - 1 && at.getUTCDate() === day
  return exists ? at.getTime() / MS_PER_DAY : null
}

/** Milliseconds of the day, with a fraction for smaller units; null when it is no time. */
export function parseTime(text: string): number | null {
  const found = TIME_TEXT.exec(text.trim())
  if (found === null) return null
  const [hour, minute, second] = [Number(found[1]), Number(found[2]), Number(found[3] ?? 0)]
  if (hour > 23 || minute > 59 || second > 59) return null
  const fraction = (found[4] ?? '').padEnd(6, '0').slice(0, 6)
  return ((hour * 60 + minute) * 60 + second) * 1000 + Number(fraction) / 1000
}

/** `2024-01-31`, `2024-01-31 10:00[:00[.123456]]`, with a T instead of the space; null when it is none. */
export function parseTimestamp(text: string): number | null {
  const [date, time, more] = text.trim().split(/[ T]/)
  const day = parseDate(date ?? '')
  if (day === null || more !== undefined) return null
  const ofDay = time === undefined ? 0 : parseTime(time)
  return ofDay === null ? null : micro(day * MS_PER_DAY + ofDay)
}

/** With a `Z` or an offset behind it. */
export function parseZoned(text: string): number | null {
  const found = /^(.*?)(Z|[+-]\d{2}:?\d{2})$/.exec(text.trim())
  if (found === null) return parseTimestamp(text)
  const local = parseTimestamp(found[1] as string)
  if (local === null || found[2] === 'Z') return local
  const [, sign, hours, minutes] = /([+-])(\d{2}):?(\d{2})/.exec(found[2] as string) as RegExpExecArray
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000
  return sign === '-' ? local + offset : local - offset
}

export function dateText(days: number): string {
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
