import { sqlError } from '../position.ts'
import { decimalOf, fitDecimal, isDecimal } from './decimal.ts'
import { type Integer, RANGES, long, wrapTo } from './integer.ts'
import { textOf } from './text.ts'
import { MS_PER_DAY, parseDate, parseTime, parseTimestamp, truncated } from './time-text.ts'
import { instantOf, localOf } from './zone.ts'
import {
  MAX_LENGTH,
  type SqlType,
  isBinary,
  isInteger,
  isInterval,
  isNumeric,
  isString,
  isTimestamp,
  typeText,
} from './type.ts'

/** Turns a value that is not null into another type. @throws Refusal SQL_RUNTIME when the value does not fit */
export type Cast = (value: unknown) => unknown

const same: Cast = (value) => value

/** How values of one type become values of another in a session's zone; undefined when they never can. */
export function castOf(from: SqlType, to: SqlType, zone = 'UTC'): Cast | undefined {
  if (from.name === 'NULL') return same
  if (isString(to)) return toText(from, to, zone)
  if (isString(from)) return fromText(to, zone)
  if (isBinary(to)) return isBinary(from) ? toLength(to) : undefined
  if (isNumeric(to)) return toNumber(from, to)
  if (to.name === 'BOOLEAN')
    return from.name === 'BOOLEAN' ? same : isNumeric(from) ? (value) => Number(value) !== 0 : undefined
  if (isTimestamp(to) || to.name === 'DATE' || to.name === 'TIME') return toTemporal(from, to, zone)
  if (isInterval(to)) return from.name === to.name ? same : undefined
  return structured(from, to, zone)
}

function failed(value: unknown, to: SqlType): Error {
  const shown = typeof value === 'string' ? `'${value.slice(0, 100)}'` : String(value)
  return sqlError(
    'SQL_RUNTIME',
    `cannot cast ${shown} to ${typeText({ ...to, nullable: true })}; TRY_CAST gives NULL instead`,
  )
}

/** Bytes are cut to the length, and filled up with zeros for BINARY. */
function toLength({ name, length = 1 }: SqlType): Cast {
  if (length === MAX_LENGTH) return same
  return (value) => {
    const bytes = value as Uint8Array
    if (name === 'VARBINARY' || bytes.length >= length) return bytes.length <= length ? bytes : bytes.slice(0, length)
    const filled = new Uint8Array(length)
    filled.set(bytes)
    return filled
  }
}

function toText(from: SqlType, to: SqlType, zone: string): Cast {
  const length = to.length ?? 1
  const options = { zone, bytes: (bytes: Uint8Array) => Buffer.from(bytes).toString() }
  const text: Cast = isString(from) ? same : (value) => textOf(value, from, options)
  if (to.name === 'CHAR') return (value) => (text(value) as string).slice(0, length).padEnd(length)
  return length === MAX_LENGTH ? text : (value) => (text(value) as string).slice(0, length)
}

function fromText(to: SqlType, zone: string): Cast | undefined {
  const parse = textParser(to, zone)
  if (parse === undefined) return undefined
  return (value) => {
    const result = parse(value as string)
    if (result === null) throw failed(value, to)
    return result
  }
}

function textParser(to: SqlType, zone: string): ((text: string) => unknown) | undefined {
  if (isInteger(to)) return (text) => integerFromText(text.trim(), to)
  if (isBinary(to)) {
    const fit = toLength(to)
    return (text) => fit(new Uint8Array(Buffer.from(text)))
  }
  switch (to.name) {
    case 'BOOLEAN':
      return (text) => BOOLEANS[text.toLowerCase()] ?? null
    case 'FLOAT':
    case 'DOUBLE':
      return (text) => {
        const found = REAL.exec(text.trim())
        return found === null ? null : to.name === 'FLOAT' ? Math.fround(Number(found[1])) : Number(found[1])
      }
    case 'DECIMAL':
      return (text) => {
        const number = text.trim()
        if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$/.test(number)) return null
        return fitDecimal(decimalOf(number), to.precision ?? 10, to.scale ?? 0)
      }
    case 'DATE':
      return parseDate
    case 'TIME':
      return (text) => cut(parseTime(text), to)
    case 'TIMESTAMP':
      return (text) => cut(parseTimestamp(text), to)
    case 'TIMESTAMP_LTZ':
      return (text) => {
        const local = parseTimestamp(text)
        return local === null ? null : cut(instantOf(local, zone), to)
      }
    default:
      return undefined
  }
}

/** As Java reads doubles: a `d` or `f` may stand behind. */
const REAL = /^([+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|NaN|Infinity))[dDfF]?$/

const BOOLEANS: Readonly<Record<string, boolean>> = {
  true: true,
  t: true,
  yes: true,
  y: true,
  '1': true,
  false: false,
  f: false,
  no: false,
  n: false,
  '0': false,
}

/** Text with a fraction is cut, as Flink does; out of range it fails. */
function integerFromText(text: string, to: SqlType): Integer | null {
  const found = /^([+-]?)(\d{0,40})(?:\.(\d*))?$/.exec(text)
  if (found === null || `${found[2]}${found[3] ?? ''}` === '') return null
  const value = BigInt(found[2] as string) * (found[1] === '-' ? -1n : 1n)
  const [low, high] = RANGES[to.name] as readonly [bigint, bigint]
  return value < low || value > high ? null : long(value)
}

function toNumber(from: SqlType, to: SqlType): Cast | undefined {
  if (from.name === 'BOOLEAN')
    return (value) => (to.name === 'DECIMAL' ? decimalOf(value === true ? 1 : 0) : value === true ? 1 : 0)
  if (!isNumeric(from)) return undefined
  if (to.name === 'DECIMAL') {
    return (value) =>
      fitDecimal(isDecimal(value) ? value : decimalOf(value as number), to.precision ?? 10, to.scale ?? 0)
  }
  if (to.name === 'DOUBLE') return (value) => Number(value)
  if (to.name === 'FLOAT') return (value) => Math.fround(Number(value))
  const wrap = wrapTo(to.name)
  if (isInteger(from)) return (value) => wrap(value as Integer)
  if (from.name === 'DECIMAL')
    return (value) => wrap(long(BigInt(String((value as ReturnType<typeof decimalOf>).truncated().toFixed(0)))))
  return (value) => saturated(value as number, to)
}

/** Java's narrowing of a double: NaN is 0, what is too large becomes the largest. */
function saturated(value: number, to: SqlType): Integer {
  if (Number.isNaN(value)) return 0
  const [low, high] = RANGES[to.name === 'BIGINT' ? 'BIGINT' : 'INT'] as readonly [bigint, bigint]
  if (value <= Number(low)) return wrapTo(to.name)(long(low))
  if (value >= Number(high)) return wrapTo(to.name)(long(high))
  return wrapTo(to.name)(long(BigInt(Math.trunc(value))))
}

/** By way of the session's local time where one side is a local timestamp and the other is not. */
function toTemporal(from: SqlType, to: SqlType, zone: string): Cast | undefined {
  const plain = plainTemporal(from, to)
  if (plain === undefined || zone === 'UTC' || (from.name === 'TIMESTAMP_LTZ') === (to.name === 'TIMESTAMP_LTZ')) {
    return plain
  }
  if (from.name === 'TIMESTAMP_LTZ') return (value) => plain(localOf(value as number, zone))
  return (value) => instantOf(plain(value) as number, zone)
}

function plainTemporal(from: SqlType, to: SqlType): Cast | undefined {
  if (isTimestamp(to)) {
    if (isTimestamp(from)) return (value) => cut(value as number, to)
    if (from.name === 'DATE') return (value) => (value as number) * MS_PER_DAY
    return from.name === 'TIME' ? same : undefined
  }
  if (to.name === 'DATE') {
    if (from.name === 'DATE') return same
    return isTimestamp(from) ? (value) => Math.floor((value as number) / MS_PER_DAY) : undefined
  }
  if (from.name === 'TIME') return (value) => cut(value as number, to)
  if (!isTimestamp(from)) return undefined
  return (value) => cut((value as number) - Math.floor((value as number) / MS_PER_DAY) * MS_PER_DAY, to)
}

function cut(value: number | null, { precision = 6 }: SqlType): number | null {
  return value === null ? null : truncated(value, precision)
}

function structured(from: SqlType, to: SqlType, zone: string): Cast | undefined {
  if (from.name !== to.name) return undefined
  if (to.name === 'ARRAY') {
    const element = orNull(castOf(from.element as SqlType, to.element as SqlType, zone))
    return element && ((value) => (value as unknown[]).map(element))
  }
  if (to.name === 'MAP') {
    const key = castOf(from.key as SqlType, to.key as SqlType, zone)
    const element = orNull(castOf(from.element as SqlType, to.element as SqlType, zone))
    if (key === undefined || element === undefined) return undefined
    return (value) => new Map(Array.from(value as Map<unknown, unknown>, ([name, one]) => [key(name), element(one)]))
  }
  const fields = (to.fields ?? []).map((field, at) =>
    orNull(castOf(from.fields?.[at]?.type ?? field.type, field.type, zone)),
  )
  if (from.fields?.length !== fields.length || fields.includes(undefined)) return undefined
  return (value) => (value as unknown[]).map((one, at) => (fields[at] as Cast)(one))
}

function orNull(cast: Cast | undefined): Cast | undefined {
  return cast && ((value) => (value === null ? null : cast(value)))
}
