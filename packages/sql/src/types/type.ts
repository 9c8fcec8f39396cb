/** Flink's logical types.. */
export type TypeName =
  | 'BOOLEAN'
  | 'TINYINT'
  | 'SMALLINT'
  | 'INT'
  | 'BIGINT'
  | 'FLOAT'
  | 'DOUBLE'
  | 'DECIMAL'
  | 'CHAR'
  | 'VARCHAR'
  | 'BINARY'
  | 'VARBINARY'
  | 'DATE'
  | 'TIME'
  | 'TIMESTAMP'
  | 'TIMESTAMP_LTZ'
  | 'INTERVAL_YEAR_MONTH'
  | 'INTERVAL_DAY_TIME'
  | 'ARRAY'
  | 'MAP'
  | 'MULTISET'
  | 'ROW'
  | 'NULL'

export interface RowField {
  readonly name: string
  readonly type: SqlType
}

export interface SqlType {
  readonly name: TypeName
  readonly nullable: boolean
  /** Characters or bytes of CHAR, VARCHAR, BINARY, VARBINARY. */
  readonly length?: number
  /** Digits of DECIMAL; fractional digits of seconds of TIME, TIMESTAMP, TIMESTAMP_LTZ. */
  readonly precision?: number
  readonly scale?: number
  /** Of ARRAY and MULTISET; of MAP's values. */
  readonly element?: SqlType
  /** Of MAP. */
  readonly key?: SqlType
  /** Of ROW. */
  readonly fields?: readonly RowField[]
  /** A time attribute: windows may be built on it. */
  readonly time?: 'rowtime' | 'proctime'
}

export const MAX_LENGTH = 2_147_483_647

const simple = (name: TypeName, nullable = true): SqlType => ({ name, nullable })
export const BOOLEAN = simple('BOOLEAN')
export const INT = simple('INT')
export const BIGINT = simple('BIGINT')
export const DOUBLE = simple('DOUBLE')
export const DATE = simple('DATE')
export const NULL = simple('NULL')
export const STRING: SqlType = { name: 'VARCHAR', nullable: true, length: MAX_LENGTH }
export const BYTES: SqlType = { name: 'VARBINARY', nullable: true, length: MAX_LENGTH }
export const timestamp = (precision = 3): SqlType => ({ name: 'TIMESTAMP', nullable: true, precision })
export const timestampLtz = (precision = 3): SqlType => ({ name: 'TIMESTAMP_LTZ', nullable: true, precision })
export const time = (precision = 0): SqlType => ({ name: 'TIME', nullable: true, precision })
export const decimal = (precision: number, scale: number): SqlType => ({
  name: 'DECIMAL',
  nullable: true,
  precision,
  scale,
})
export const DAY_TIME = simple('INTERVAL_DAY_TIME')
export const YEAR_MONTH = simple('INTERVAL_YEAR_MONTH')

export function nullable(type: SqlType, isNullable = true): SqlType {
  return type.nullable === isNullable ? type : { ...type, nullable: isNullable }
}

/** The type without the mark of a time attribute: what an expression over it gives. */
export function plain(type: SqlType): SqlType {
  if (type.time === undefined) return type
  const { time: _, ...rest } = type
  return rest
}

const INTEGERS: readonly TypeName[] = ['TINYINT', 'SMALLINT', 'INT', 'BIGINT']
const NUMBERS: ReadonlySet<TypeName> = new Set([...INTEGERS, 'FLOAT', 'DOUBLE', 'DECIMAL'])

export const isInteger = ({ name }: SqlType): boolean => INTEGERS.includes(name)
export const isNumeric = ({ name }: SqlType): boolean => NUMBERS.has(name)
export const isApproximate = ({ name }: SqlType): boolean => name === 'FLOAT' || name === 'DOUBLE'
export const isString = ({ name }: SqlType): boolean => name === 'CHAR' || name === 'VARCHAR'
export const isBinary = ({ name }: SqlType): boolean => name === 'BINARY' || name === 'VARBINARY'
export const isTimestamp = ({ name }: SqlType): boolean => name === 'TIMESTAMP' || name === 'TIMESTAMP_LTZ'
export const isTemporal = (type: SqlType): boolean => isTimestamp(type) || type.name === 'DATE' || type.name === 'TIME'
export const isInterval = ({ name }: SqlType): boolean => name === 'INTERVAL_DAY_TIME' || name === 'INTERVAL_YEAR_MONTH'

/** As DESCRIBE prints it. */
export function typeText(type: SqlType): string {
  return type.nullable ? bareText(type) : `${bareText(type)} NOT NULL`
}

function bareText(type: SqlType): string {
  switch (type.name) {
    case 'VARCHAR':
      return type.length === MAX_LENGTH ? 'STRING' : `VARCHAR(${type.length})`
    case 'VARBINARY':
      return type.length === MAX_LENGTH ? 'BYTES' : `VARBINARY(${type.length})`
    case 'CHAR':
    case 'BINARY':
      return `${type.name}(${type.length})`
    case 'DECIMAL':
      return `DECIMAL(${type.precision}, ${type.scale})`
    case 'TIME':
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return `${type.name}(${type.precision})${type.time === undefined ? '' : ` *${type.time.toUpperCase()}*`}`
    case 'INTERVAL_DAY_TIME':
      return 'INTERVAL DAY(2) TO SECOND(3)'
    case 'INTERVAL_YEAR_MONTH':
      return 'INTERVAL YEAR(2) TO MONTH'
    case 'ARRAY':
      return `ARRAY<${typeText(type.element as SqlType)}>`
    case 'MULTISET':
      return `MULTISET<${typeText(type.element as SqlType)}>`
    case 'MAP':
      return `MAP<${typeText(type.key as SqlType)}, ${typeText(type.element as SqlType)}>`
    case 'ROW':
      return `ROW<${(type.fields ?? []).map(({ name, type: field }) => `\`${name}\` ${typeText(field)}`).join(', ')}>`
    default:
      return type.name
  }
}
