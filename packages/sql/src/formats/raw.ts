import { sqlError } from '../position.ts'
import { castOf } from '../types/cast.ts'
import { STRING, type SqlType, isBinary, isString, typeText } from '../types/type.ts'

/** Bytes as one value: binaries as they are, strings in UTF-8. @throws Refusal SQL_UNSUPPORTED for other types */
export function rawReader(type: SqlType): (bytes: Uint8Array) => unknown {
  if (isBinary(type)) return (bytes) => bytes
  if (isString(type)) return (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString()
  throw sqlError('SQL_UNSUPPORTED', `format raw of ${typeText(type)}: use BYTES or STRING`)
}

/** A value as bytes. */
export function rawWriter(type: SqlType): (value: unknown) => Uint8Array {
  if (isBinary(type)) return (value) => value as Uint8Array
  const text = castOf(type, STRING)
  if (text === undefined) throw sqlError('SQL_UNSUPPORTED', `format raw of ${typeText(type)}`)
  return (value) => Buffer.from(text(value) as string)
}
