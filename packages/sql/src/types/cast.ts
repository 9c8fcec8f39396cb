import { sqlError } from '../position.ts'
import { decimalOf, fitDecimal, isDecimal } from './decimal.ts'
import { type Integer, RANGES, long, wrapTo } from './integer.ts'
import { textOf } from './text.ts'
import { MS_PER_DAY, parseDate, parseTime, parseTimestamp, parseZoned, truncated } from './time-text.ts'
import { type SqlType, isBinary, isInteger, isInterval, isNumeric, isString, isTimestamp, typeText } from './type.ts'

/** Turns a value that is not null into another type. @throws Refusal SQL_RUNTIME when the value does not fit */
export type Cast = (value: unknown) => unknown

const same: Cast = (value) => value

/** How values of one type become values of another; undefined when they never can. */
export function castOf(from: SqlType, to: SqlType): Cast | undefined {
  if (from.name === 'NULL') return same
  if (isString(to)) return toText(from, to)
  if (isString(from)) return fromText(to)
  if (isBinary(to)) return isBinary(from) ? same : undefined
  if (isNumeric(to)) return toNumber(from, to)
  if (to.name === 'BOOLEAN')
    return from.name === 'BOOLEAN' ? same : isNumeric(from) ? (value) => Number(value) !== 0 : undefined
  if (isTimestamp(to) || to.name === 'DATE' || to.name === 'TIME') return toTemporal(from, to)
  if (isInterval(to)) return from.name === to.name ? same : undefined
  return structured(from, to)
}

function failed(value: unknown, to: SqlType): Error {
  const shown = typeof value === 'string' ? `'${value.slice(0, 100)}'` : String(value)
  return sqlError(
    'SQL_RUNTIME',
    `cannot cast ${shown} to ${typeText({ ...to, nullable: true })}; TRY_CAST gives NULL instead`,
  )
}

function toText(from: SqlType, to: SqlType): Cast {
  const length = to.length ?? 1
  const text: Cast = isString(from) ? same : (value) => textOf(value, from)
  if (to.name === 'CHAR') return (value) => (text(value) as string).slice(0, length).padEnd(length)
  return length === 2_147_483_647 ? text : (value) => (text(value) as string).slice(0, length)
}

function fromText(to: SqlType): Cast | undefined {
  const parse = textParser(to)
  if (parse === undefined) return undefined
  return (value) => {
    const result = parse((value as string).trim())
    if (result === null) throw failed(value, to)
    return result
  }
}

function textParser(to: SqlType): ((text: string) => unknown) | undefined {
  if (isInteger(to)) return (text) => integerFromText(text, to)
  if (isBinary(to)) return (text) => new Uint8Array(Buffer.from(text))
  switch (to.name) {
    case 'BOOLEAN':
      return (text) => BOOLEANS[text.toLowerCase()] ?? null
    case 'FLOAT':
    case 'DOUBLE':
      return (text) =>
        /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$|^[+-]?(NaN|Infinity)$/.test(text) ? Number(text) : null
    case 'DECIMAL':
      return (text) => {
        if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$/.test(text)) return null
        return fitDecimal(decimalOf(text), to.precision ?? 10, to.scale ?? 0)
      }
    case 'DATE':
      return (text) => parseDate(text.split(/[ T]/)[0] as string)
    case 'TIME':
      return parseTime
    case 'TIMESTAMP':
      return (text) => cut(parseTimestamp(text), to)
    case 'TIMESTAMP_LTZ':
      return (text) => cut(parseZoned(text), to)
    default:
      return undefined
  }
}

const BOOLEANS: Readonly<Record<string, boolean>> = {
  true: true,
  t: true,
  yes: true,
  y: true,
  on: true,
  '1': true,
  false: false,
  f: false,
  no: false,
  n: false,
  off: false,
  '0': false,
}

/** Text with a fraction is cut, as Flink does; out of range it fails. */
function integerFromText(text: string, to: SqlType): Integer | null {
  const found = /^([+-]?\d{1,40})(?:\.\d*)?$/.exec(text)
  if (found === null) return null
  const value = BigInt(found[1] as string)
  const [low, high] = RANGES[to.name] as readonly [bigint, bigint]
  return value < low || value > high ? null : long(value)
}

function toNumber(from: SqlType, to: SqlType): Cast | undefined {
  if (from.name === 'BOOLEAN')
    return (value) => (to.name === 'DECIMAL' ? decimalOf(value === true ? 1 : 0) : value === true ? 1 : 0)
  if (isTimestamp(from) && to.name === 'BIGINT') return (value) => Math.floor((value as number) / 1000)
  if (isInterval(from) && isInteger(to)) return same
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

function toTemporal(from: SqlType, to: SqlType): Cast | undefined {
  if (isTimestamp(to)) {
    if (isTimestamp(from)) return (value) => cut(value as number, to)
    if (from.name === 'DATE') return (value) => (value as number) * MS_PER_DAY
    if (from.name === 'TIME') return same
    return isNumeric(from) && to.name === 'TIMESTAMP_LTZ' ? (value) => Number(value) * 1000 : undefined
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

function structured(from: SqlType, to: SqlType): Cast | undefined {
  if (from.name !== to.name) return undefined
  if (to.name === 'ARRAY') {
    const element = orNull(castOf(from.element as SqlType, to.element as SqlType))
    return element && ((value) => (value as unknown[]).map(element))
  }
  if (to.name === 'MAP') {
    const key = castOf(from.key as SqlType, to.key as SqlType)
    const element = orNull(castOf(from.element as SqlType, to.element as SqlType))
    if (key === undefined || element === undefined) return undefined
    return (value) => new Map(Array.from(value as Map<unknown, unknown>, ([name, one]) => [key(name), element(one)]))
  }
  const fields = (to.fields ?? []).map((field, at) => orNull(castOf(from.fields?.[at]?.type ?? field.type, field.type)))
  if (from.fields?.length !== fields.length || fields.includes(undefined)) return undefined
  return (value) => (value as unknown[]).map((one, at) => (fields[at] as Cast)(one))
}

function orNull(cast: Cast | undefined): Cast | undefined {
  return cast && ((value) => (value === null ? null : cast(value)))
}
