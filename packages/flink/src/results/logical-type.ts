import type { SqlType, TypeName } from '@millrace/sql'

/** Names of types as the gateway's JSON has them, where they differ from ours. */
const NAMES: Partial<Record<TypeName, string>> = {
  INT: 'INTEGER',
  TIME: 'TIME_WITHOUT_TIME_ZONE',
  TIMESTAMP: 'TIMESTAMP_WITHOUT_TIME_ZONE',
  TIMESTAMP_LTZ: 'TIMESTAMP_WITH_LOCAL_TIME_ZONE',
}

/** A type as Flink's `LogicalTypeJsonSerializer` writes it. */
export function logicalType(type: SqlType): Record<string, unknown> {
  const base = { type: NAMES[type.name] ?? type.name, nullable: type.nullable }
  switch (type.name) {
    case 'CHAR':
    case 'VARCHAR':
    case 'BINARY':
    case 'VARBINARY':
      return { ...base, length: type.length ?? 1 }
    case 'DECIMAL':
      return { ...base, precision: type.precision, scale: type.scale }
    case 'TIME':
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return { ...base, precision: type.precision ?? 0 }
    case 'INTERVAL_DAY_TIME':
      return { ...base, precision: 2, fractionalPrecision: 3, resolution: 'SECOND' }
    case 'INTERVAL_YEAR_MONTH':
      return { ...base, precision: 2, resolution: 'MONTH' }
    case 'ARRAY':
    case 'MULTISET':
      return { ...base, elementType: logicalType(type.element as SqlType) }
    case 'MAP':
      return { ...base, keyType: logicalType(type.key as SqlType), valueType: logicalType(type.element as SqlType) }
    case 'ROW':
      return {
        ...base,
        fields: (type.fields ?? []).map((field) => ({ name: field.name, fieldType: logicalType(field.type) })),
      }
    default:
      return base
  }
}
