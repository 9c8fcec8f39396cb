import { MS_PER_DAY } from './time-text.ts'

const [SPACE, MINUS, POINT, COLON, LETTER_T, ZERO] = [32, 45, 46, 58, 84, 48]
const DAYS_OF_400_YEARS = 146_097
/** Days from 0000-03-01, with which years begin here so that a leap day ends one, to 1970-01-01. */
const DAYS_BEFORE_1970 = 719_468

/**
 * `2024-01-31 10:00:00`, or with `T`, and with three digits behind a point or none, which is how times are nearly always
 * written; undefined for any other text, which `parseTimestamp` may still know. Milliseconds since 1970.
 */
export function plainTimestamp(text: string): number | undefined {
  if (!hasPlainForm(text)) return undefined
  const [hour, minute, second] = [digits(text, 11, 2), digits(text, 14, 2), digits(text, 17, 2)]
  const days = daysOf(digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2))
  const fraction = text.length === 19 ? 0 : digits(text, 20, 3)
  if (!(hour < 24 && minute < 60 && second < 60 && fraction >= 0) || days === undefined) return undefined
  return days * MS_PER_DAY + ((hour * 60 + minute) * 60 + second) * 1000 + fraction
}

function hasPlainForm(text: string): boolean {
  const { length } = text
  if (length !== 19 && (length !== 23 || text.charCodeAt(19) !== POINT)) return false
  const between = text.charCodeAt(10)
  return (
    (between === SPACE || between === LETTER_T) &&
    text.charCodeAt(4) === MINUS &&
    text.charCodeAt(7) === MINUS &&
    text.charCodeAt(13) === COLON &&
    text.charCodeAt(16) === COLON
  )
}

/** NaN when one of them is no digit. */
function digits(text: string, from: number, count: number): number {
  let value = 0
  for (let at = from; at < from + count; at++) {
    const digit = text.charCodeAt(at) - ZERO
    if (digit < 0 || digit > 9) return Number.NaN
    value = value * 10 + digit
  }
  return value
}

const LAST_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Days since 1970; undefined for what is no day, or a 29th of February. */
function daysOf(year: number, month: number, day: number): number | undefined {
  if (!(year > 0 && day >= 1 && day <= (LAST_DAYS[month - 1] ?? 0))) return undefined
  const from = month <= 2 ? year - 1 : year
  const ofYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1
  const [centuries, inCenturies] = [Math.floor(from / 400), from % 400]
  const before = inCenturies * 365 + Math.floor(inCenturies / 4) - Math.floor(inCenturies / 100)
  return centuries * DAYS_OF_400_YEARS + before + ofYear - DAYS_BEFORE_1970
}
