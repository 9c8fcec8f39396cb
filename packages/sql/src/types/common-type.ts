import {
  DOUBLE,
  type SqlType,
  decimal,
  isApproximate,
  isBinary,
  isInteger,
  isNumeric,
  isString,
  isTimestamp,
  nullable,
  plain,
} from './type.ts'

const ORDER = ['TINYINT', 'SMALLINT', 'INT', 'BIGINT']
const DIGITS: Readonly<Record<string, number>> = { TINYINT: 3, SMALLINT: 5, INT: 10, BIGINT: 19 }

/** An exact number's type as a DECIMAL. */
export function asDecimal(type: SqlType): SqlType {
  return type.name === 'DECIMAL' ? type : decimal(DIGITS[type.name] ?? 38, 0)
}

/** The least type that holds values of both; undefined when there is none. Null if either may be. */
export function commonType(a: SqlType, b: SqlType): SqlType | undefined {
  const found = common(plain(a), plain(b))
  return found && nullable(found, a.nullable || b.nullable)
}

function common(a: SqlType, b: SqlType): SqlType | undefined {
  if (a.name === 'NULL') return b
  if (b.name === 'NULL') return a
  if (isNumeric(a) && isNumeric(b)) return commonNumber(a, b)
  if (isString(a) && isString(b))
    return { name: sameLength(a, b) ? a.name : 'VARCHAR', nullable: true, length: longer(a, b) }
  if (isBinary(a) && isBinary(b)) return { name: 'VARBINARY', nullable: true, length: longer(a, b) }
  if (isTimestamp(a) && isTimestamp(b)) {
    const name = a.name === b.name ? a.name : 'TIMESTAMP_LTZ'
    return { name, nullable: true, precision: Math.max(a.precision ?? 0, b.precision ?? 0) }
  }
  if (a.name === 'DATE' && isTimestamp(b)) return b
  if (b.name === 'DATE' && isTimestamp(a)) return a
  if (a.name !== b.name) return undefined
  return commonStructure(a, b)
}

const sameLength = (a: SqlType, b: SqlType): boolean =>
  a.name === b.name && (a.name === 'VARCHAR' || a.length === b.length)
const longer = (a: SqlType, b: SqlType): number => Math.max(a.length ?? 1, b.length ?? 1)

function commonNumber(a: SqlType, b: SqlType): SqlType {
  if (isInteger(a) && isInteger(b)) return ORDER.indexOf(a.name) >= ORDER.indexOf(b.name) ? a : b
  if (isApproximate(a) || isApproximate(b)) {
    const exact = isApproximate(a) ? b : a
    if (!isApproximate(exact)) return exact.name === 'DECIMAL' ? DOUBLE : isApproximate(a) ? a : b
    return a.name === b.name ? a : DOUBLE
  }
  const [x, y] = [asDecimal(a), asDecimal(b)]
  const scale = Math.max(x.scale ?? 0, y.scale ?? 0)
  const whole = Math.max((x.precision ?? 0) - (x.scale ?? 0), (y.precision ?? 0) - (y.scale ?? 0))
  return decimal(Math.min(38, whole + scale), Math.min(scale, 38))
}

function commonStructure(a: SqlType, b: SqlType): SqlType | undefined {
  if (a.name === 'ARRAY') {
    const element = commonType(a.element as SqlType, b.element as SqlType)
    return element && { ...a, element }
  }
  if (a.name === 'MAP') {
    const key = commonType(a.key as SqlType, b.key as SqlType)
    const element = commonType(a.element as SqlType, b.element as SqlType)
    return key && element && { ...a, key, element }
  }
  if (a.name === 'ROW') {
    if (a.fields?.length !== b.fields?.length) return undefined
    const fields = a.fields?.map(({ name, type }, at) => ({
      name,
      type: commonType(type, b.fields?.[at]?.type as SqlType),
    }))
    return fields?.every(({ type }) => type !== undefined)
      ? { ...a, fields: fields as NonNullable<SqlType['fields']> }
      : undefined
  }
  return a
}
