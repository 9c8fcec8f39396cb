import { isDecimal } from './decimal.ts'
import { dateText, timeText, timestampText } from './time-text.ts'
import type { SqlType } from './type.ts'

/** A value as CAST(… AS STRING) gives it. */
export function textOf(value: unknown, type: SqlType): string {
  if (value === null) return 'NULL'
  switch (type.name) {
    case 'BOOLEAN':
      return value === true ? 'TRUE' : 'FALSE'
    case 'DECIMAL':
      return isDecimal(value) ? value.toFixed(type.scale ?? 0) : String(value)
    case 'FLOAT':
    case 'DOUBLE':
      return doubleText(value as number)
    case 'BINARY':
    case 'VARBINARY':
      return Buffer.from(value as Uint8Array).toString('utf8')
    case 'DATE':
      return dateText(value as number)
    case 'TIME':
      return timeText(value as number, type.precision)
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return timestampText(value as number, type.precision)
    case 'INTERVAL_DAY_TIME':
      return dayTimeText(value as number)
    case 'INTERVAL_YEAR_MONTH':
      return yearMonthText(value as number)
    case 'ARRAY':
      return `[${(value as unknown[]).map((one) => textOf(one, type.element as SqlType)).join(', ')}]`
    case 'ROW':
      return `(${(value as unknown[]).map((one, at) => textOf(one, type.fields?.[at]?.type as SqlType)).join(', ')})`
    case 'MAP': {
      const entries = Array.from(value as Map<unknown, unknown>, ([key, one]) => {
        return `${textOf(key, type.key as SqlType)}=${textOf(one, type.element as SqlType)}`
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
  const [digits, exponent] = value.toExponential().split('e') as [string, string]
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`
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
