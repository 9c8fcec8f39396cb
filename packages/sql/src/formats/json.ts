import type { Row } from '@millrace/dataflow'
import { sqlError } from '../position.ts'
import { castOf } from '../types/cast.ts'
import { isDecimal } from '../types/decimal.ts'
import { stringifyJson } from '../types/parse-json.ts'
import { jsonOf } from '../functions/json.ts'
import type { Wanted } from '../plan/wanted.ts'
import { plainTimestamp } from '../types/plain-timestamp.ts'
import { textOf } from '../types/text.ts'
import { MAX_LENGTH, STRING, type SqlType, isTemporal, isTimestamp } from '../types/type.ts'

/** Reads a JSON value into a value of a type. @throws Refusal SQL_RUNTIME when it does not fit */
export type JsonReader = (value: unknown) => unknown

/**
 * A reader for a type; missing and null fields are null, and so are fields of rows that are not wanted. Numbers that came
 * as text are taken, as Flink takes them.
 */
export function jsonReader(type: SqlType, wanted: Wanted = 'all'): JsonReader {
  switch (type.name) {
    case 'ARRAY': {
      const element = jsonReader(type.element as SqlType)
      return orNull((value) => (value as unknown[]).map(element))
    }
    case 'MAP': {
      const element = jsonReader(type.element as SqlType)
      return orNull((value) => new Map(Object.entries(value as object).map(([key, one]) => [key, element(one)])))
    }
    case 'ROW':
      return orNull(rowReader(type, wanted))
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return timestampReader(type)
    case 'BINARY':
    case 'VARBINARY':
      return orNull((value) => new Uint8Array(Buffer.from(String(value), 'base64')))
    default:
      return scalarReader(type)
  }
}

function rowReader({ fields = [] }: SqlType, wanted: Wanted): JsonReader {
  const empty = fields.map(() => null)
  const readers = fields.flatMap(({ name, type }, at) => {
    const part = wanted === 'all' ? 'all' : wanted.get(at)
    return part === undefined ? [] : [{ at, name, read: jsonReader(type, part) }]
  })
  return (value) => {
    const row: unknown[] = empty.slice()
    for (const { at, name, read } of readers) row[at] = read((value as Record<string, unknown>)[name])
    return row
  }
}

/** Nearly all times have one form, which needs no cast from text. */
function timestampReader(type: SqlType): JsonReader {
  const read = scalarReader(type)
  if ((type.precision ?? 6) < 3) return read
  return (value) => (typeof value === 'string' ? (plainTimestamp(value) ?? read(value)) : read(value))
}

function scalarReader(type: SqlType): JsonReader {
  const cast = castOf(STRING, type)
  if (cast === undefined) throw sqlError('SQL_UNSUPPORTED', `type ${type.name} in JSON`)
  const isPlain = plainValueOf(type)
  return orNull((value) => {
    if (isPlain(value)) return value
    return cast(typeof value === 'string' ? plainText(value, type) : stringifyJson(value))
  })
}

/** Whether a value needs no cast, as nearly none does. */
function plainValueOf({ name, length }: SqlType): (value: unknown) => boolean {
  switch (name) {
    case 'INT':
      return (value) => typeof value === 'number' && (value | 0) === value
    case 'BIGINT':
      return (value) => Number.isSafeInteger(value)
    case 'DOUBLE':
      return (value) => typeof value === 'number'
    case 'BOOLEAN':
      return (value) => typeof value === 'boolean'
    case 'VARCHAR':
      return (value) => typeof value === 'string' && length === MAX_LENGTH
    default:
      return () => false
  }
}

function orNull(read: JsonReader): JsonReader {
  return (value) => (value === null || value === undefined ? null : read(value))
}

/** Writes rows' columns, which lie at these places, as one JSON object each, in their order. */
export function jsonWriter(
  columns: readonly { readonly name: string; readonly type: SqlType; readonly place: number }[],
  plainDecimals = true,
): (row: Row) => string {
  const texts = plainDecimals ? fieldText : fieldTextOfFlink
  const writers = columns.map(({ name, type, place }, at) => {
    return { head: `${at === 0 ? '{' : ','}${JSON.stringify(name)}:`, write: valueWriter(type, texts), place }
  })
  if (writers.length === 0) return () => '{}'
  return (row) => {
    let text = ''
    for (const { head, write, place } of writers) text += head + write(row[place] ?? null)
    return `${text}}`
  }
}

function valueWriter(type: SqlType, texts: typeof fieldText): (value: unknown) => string {
  switch (type.name) {
    case 'BOOLEAN':
    case 'TINYINT':
    case 'SMALLINT':
    case 'INT':
    case 'BIGINT':
      return String
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return (value) => (value === null ? 'null' : `"${texts(value, type)}"`)
    default:
      return (value) => JSON.stringify(jsonOf(value, type, texts))
  }
}

/** Decimals without zeros at the end, tens with an exponent: 10.00 is 1E+1. */
function fieldTextOfFlink(value: unknown, type: SqlType): string {
  if (!isDecimal(value)) return fieldText(value, type)
  if (value.isZero()) return '0'
  const scale = value.precision() - 1 - value.e
  return scale >= 0 && value.e >= -6 ? value.toFixed() : value.toExponential().replace('e', 'E')
}

/** Times as Flink's JSON format writes them (its 'SQL' standard): no zeros at the end, and Z behind an instant. */
function fieldText(value: unknown, type: SqlType): string {
  const text = textOf(value, type)
  if (!isTemporal(type)) return text
  const trimmed = text.includes('.') ? text.replace(/\.?0+$/, '') : text
  return type.name === 'TIMESTAMP_LTZ' ? `${trimmed}Z` : trimmed
}

/** Times are taken in both of Flink's standards: `2024-01-01 10:00:00.5` and `2024-01-01T10:00:00.5`, instants with Z. */
function plainText(text: string, type: SqlType): string {
  return isTimestamp(type) ? text.replace('T', ' ').replace(/Z$/, '') : text
}
