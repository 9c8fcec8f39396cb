import { sqlError } from '../position.ts'
import { MAX_LENGTH, type SqlType, type TypeName } from '../types/type.ts'
import type { Cursor } from './cursor.ts'

const ALIASES: Readonly<Record<string, TypeName>> = {
  BOOLEAN: 'BOOLEAN',
  TINYINT: 'TINYINT',
  SMALLINT: 'SMALLINT',
  INT: 'INT',
  INTEGER: 'INT',
  BIGINT: 'BIGINT',
  FLOAT: 'FLOAT',
  DOUBLE: 'DOUBLE',
  DECIMAL: 'DECIMAL',
  DEC: 'DECIMAL',
  NUMERIC: 'DECIMAL',
  CHAR: 'CHAR',
  VARCHAR: 'VARCHAR',
  STRING: 'VARCHAR',
  BINARY: 'BINARY',
  VARBINARY: 'VARBINARY',
  BYTES: 'VARBINARY',
  DATE: 'DATE',
  TIME: 'TIME',
  TIMESTAMP: 'TIMESTAMP',
  TIMESTAMP_LTZ: 'TIMESTAMP_LTZ',
  ARRAY: 'ARRAY',
  MAP: 'MAP',
  ROW: 'ROW',
  MULTISET: 'MULTISET',
  INTERVAL: 'INTERVAL_DAY_TIME',
}

/** A type as in a column definition or a cast, NULL and NOT NULL included. @throws Refusal SQL_PARSE */
export function parseType(cursor: Cursor): SqlType {
  return cursor.nested(() => {
    const word = cursor.token.upper
    const name = ALIASES[word]
    if (cursor.token.kind !== 'word') throw cursor.unexpected('a type')
    if (name === undefined) throw sqlError('SQL_VALIDATION', `Unknown type '${cursor.token.text}'`, cursor.token)
    cursor.next()
    let type: SqlType = { name, nullable: true, ...parameters(cursor, word, name) }
    if (word === 'TIMESTAMP') type = timeZone(cursor, type)
    while (cursor.take('ARRAY')) type = { name: 'ARRAY', nullable: true, element: type }
    if (cursor.take('NOT', 'NULL')) return { ...type, nullable: false }
    cursor.take('NULL')
    return type
  })
}

function parameters(cursor: Cursor, word: string, name: TypeName): Partial<SqlType> {
  switch (name) {
    case 'VARCHAR':
    case 'VARBINARY': {
      const length = word === 'STRING' || word === 'BYTES' ? MAX_LENGTH : (parameter(cursor) ?? MAX_LENGTH)
      return { length }
    }
    case 'CHAR':
    case 'BINARY':
      return { length: parameter(cursor) ?? 1 }
    case 'TIME':
      // Flink takes a precision of TIME and knows seconds all the same.
      parameter(cursor)
      return { precision: 0 }
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return { precision: parameter(cursor) ?? 6 }
    case 'DECIMAL':
      return decimalParameters(cursor)
    case 'DOUBLE':
      cursor.take('PRECISION')
      return {}
    case 'ARRAY':
    case 'MULTISET':
      return { element: angle(cursor, () => parseType(cursor)) }
    case 'MAP':
      return angle(cursor, () => {
        const key = parseType(cursor)
        cursor.expect(',')
        return { key, element: parseType(cursor) }
      })
    case 'ROW':
      return { fields: rowFields(cursor) }
    case 'INTERVAL_DAY_TIME':
      return interval(cursor)
    default:
      return {}
  }
}

function parameter(cursor: Cursor): number | undefined {
  if (!cursor.take('(')) return undefined
  const value = cursor.integer()
  cursor.expect(')')
  return value
}

function decimalParameters(cursor: Cursor): Partial<SqlType> {
  if (!cursor.take('(')) return { precision: 10, scale: 0 }
  const at = cursor.position
  const precision = cursor.integer()
  const scale = cursor.take(',') ? cursor.integer() : 0
  cursor.expect(')')
  if (precision < 1 || precision > 38 || scale > precision) {
    throw sqlError('SQL_VALIDATION', 'DECIMAL has 1 to 38 digits, and a scale of 0 to as many', at)
  }
  return { precision, scale }
}

function timeZone(cursor: Cursor, type: SqlType): SqlType {
  if (cursor.take('WITH', 'LOCAL', 'TIME', 'ZONE')) return { ...type, name: 'TIMESTAMP_LTZ' }
  cursor.take('WITHOUT', 'TIME', 'ZONE')
  return type
}

function angle<T>(cursor: Cursor, inner: () => T): T {
  cursor.expect('<')
  const result = inner()
  closeAngle(cursor)
  return result
}

function closeAngle(cursor: Cursor): void {
  cursor.expect('>')
}

function rowFields(cursor: Cursor): { name: string; type: SqlType }[] {
  const close = cursor.take('<') ? '>' : undefined
  if (close === undefined) cursor.expect('(')
  const fields = cursor.commas(() => {
    const name = cursor.name('a field name')
    const type = parseType(cursor)
    if (cursor.token.kind === 'string') cursor.next()
    return { name, type }
  })
  cursor.expect(close ?? ')')
  return fields
}

function interval(cursor: Cursor): Partial<SqlType> {
  const unit = cursor.next().upper
  parameter(cursor)
  if (cursor.take('TO')) {
    cursor.next()
    parameter(cursor)
  }
  return { name: unit === 'YEAR' || unit === 'MONTH' ? 'INTERVAL_YEAR_MONTH' : 'INTERVAL_DAY_TIME' }
}
