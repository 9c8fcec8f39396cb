import { isDecimal } from './decimal.ts'
import { dateText, timeText, timestampText } from './time-text.ts'
import type { SqlType } from './type.ts'
import { localOf } from './zone.ts'

const utf8 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')

/** What a text of a value hangs on besides its type. */
export interface TextOptions {
  /** Of the session: local timestamps are shown in it. */
  readonly zone: string
  readonly bytes: (bytes: Uint8Array) => string
}

const COUNT: SqlType = { name: 'INT', nullable: false }
const PLAIN: TextOptions = { zone: 'UTC', bytes: utf8 }

/** A value as CAST(… AS STRING) gives it. */
export function textOf(value: unknown, type: SqlType, options: TextOptions = PLAIN): string {
  if (value === null) return 'NULL'
  switch (type.name) {
    case 'BOOLEAN':
      return value === true ? 'TRUE' : 'FALSE'
    case 'DECIMAL':
      return isDecimal(value) ? value.toFixed(type.scale ?? 0) : String(value)
    case 'FLOAT':
      return doubleText(shortFloat(value as number))
    case 'DOUBLE':
      return doubleText(value as number)
    case 'BINARY':
    case 'VARBINARY':
      return options.bytes(value as Uint8Array)
    case 'DATE':
      return dateText(value as number)
    case 'TIME':
      return timeText(value as number, type.precision)
    case 'TIMESTAMP':
      return timestampText(value as number, type.precision)
    case 'TIMESTAMP_LTZ':
      return timestampText(localOf(value as number, options.zone), type.precision)
    case 'INTERVAL_DAY_TIME':
      return dayTimeText(value as number)
    case 'INTERVAL_YEAR_MONTH':
      return yearMonthText(value as number)
    case 'ARRAY':
      return `[${(value as unknown[]).map((one) => textOf(one, type.element as SqlType, options)).join(', ')}]`
    case 'ROW':
      return `(${(value as unknown[]).map((one, at) => textOf(one, type.fields?.[at]?.type as SqlType, options)).join(', ')})`
    case 'MULTISET':
      return textOf(value, { ...type, name: 'MAP', key: type.element as SqlType, element: COUNT }, options)
    case 'MAP': {
      const entries = Array.from(value as Map<unknown, unknown>, ([key, one]) => {
        return `${textOf(key, type.key as SqlType, options)}=${textOf(one, type.element as SqlType, options)}`
      })
      return `{${entries.join(', ')}}`
    }
    default:
      return String(value)
  }
}

/** As Java prints a double: always with a point, with E from 10^7 on and below 10^-3. */
export function doubleText(value: number): string {
  if (!Number.isFinite(value)) return value !== value ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity'
  const size = Math.abs(value)
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  if (size >= 1e-3 && size < 1e7) return Number.isInteger(value) ? `${value}.0` : String(value)
  const shortest = value.toExponential()
  // Java prints two digits at least, the nearest ones.
  const [digits, exponent] = (shortest.includes('.') ? shortest : value.toExponential(1)).split('e') as [string, string]
  return `${digits}E${Number(exponent)}`
}

/** The shortest number that is the same float. */
export function shortFloat(value: number): number {
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits))
    if (Math.fround(short) === value) return short
  }
  return value
}

function dayTimeText(ms: number): string {
  const size = Math.abs(ms)
  const days = Math.floor(size / 86_400_000)
  return `${ms < 0 ? '-' : '+'}${days} ${timeText(size - days * 86_400_000, 3)}`
}

function yearMonthText(months: number): string {
  const size = Math.abs(months)
  return `${months < 0 ? '-' : '+'}${Math.floor(size / 12)}-${String(size % 12).padStart(2, '0')}`
}
