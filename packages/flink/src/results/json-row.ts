import { type SqlType, textOf } from '@millrace/sql'

/** A value as the gateway's JSON rows have it: times with `T`, trailing zeros trimmed, bytes in base64, intervals as numbers. */
export function jsonValue(value: unknown, type: SqlType): unknown {
  if (value === null || value === undefined) return null
  switch (type.name) {
    case 'DECIMAL':
      return rawNumber(String(value))
    case 'BIGINT':
      return typeof value === 'bigint' ? rawNumber(String(value)) : value
    case 'FLOAT':
    case 'DOUBLE':
      return Number.isFinite(value) ? value : textOf(value, type)
    case 'TIME':
      return trimmed(textOf(value, type))
    case 'TIMESTAMP':
      return trimmed(textOf(value, type).replace(' ', 'T'))
    case 'TIMESTAMP_LTZ':
      return `${trimmed(textOf(value, type).replace(' ', 'T'))}Z`
    case 'DATE':
      return textOf(value, type)
    case 'BINARY':
    case 'VARBINARY':
      return Buffer.from(value as Uint8Array).toString('base64')
    case 'ARRAY':
      return (value as unknown[]).map((one) => jsonValue(one, type.element as SqlType))
    case 'MAP': {
      const [key, element] = [type.key as SqlType, type.element as SqlType]
      const entries = Array.from(value as Map<unknown, unknown>, ([name, one]) => {
        return [name === null ? 'null' : textOf(name, key), jsonValue(one, element)]
      })
      return Object.fromEntries(entries) as unknown
    }
    case 'ROW':
      return Object.fromEntries(
        (type.fields ?? []).map(({ name, type: field }, at) => [name, jsonValue((value as unknown[])[at], field)]),
      )
    default:
      return value
  }
}

/** All digits of a number, where a double would lose some. */
function rawNumber(text: string): unknown {
  const plain = /[eE]/.test(text) ? Number(text) : text
  return (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(String(plain))
}

/** Without zeros at the end of the fraction of a second. */
function trimmed(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}
