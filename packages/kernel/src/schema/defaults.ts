import { NIL_UUID } from '../ids.ts'
import type { Field, ScalarType, Struct } from './field.ts'

const ZERO: Readonly<Record<ScalarType, unknown>> = {
  bool: false,
  int8: 0,
  int16: 0,
  uint16: 0,
  int32: 0,
  uint32: 0,
  int64: 0,
  float64: 0,
  string: '',
  bytes: Buffer.alloc(0),
  records: null,
  uuid: NIL_UUID,
}

/** The value of a field that was not given, or that a version does not have. Structs and arrays come fresh. */
export function defaultOf(field: Field): unknown {
  if (field.default !== undefined) return field.default
  if (field.type.startsWith('[]')) return []
  if (field.type === 'struct') return defaultStruct(field.fields ?? [])
  return ZERO[field.type as ScalarType]
}

export function defaultStruct(fields: readonly Field[]): Struct {
  const struct: Struct = {}
  for (const field of fields) struct[field.name] = defaultOf(field)
  return struct
}

/** Whether `value` is what a reader would assume anyway: such a tagged field is not written. */
export function isDefault(field: Field, value: unknown): boolean {
  if (value === undefined) return true
  if (field.default !== undefined) return value === field.default
  if (value === null) return false
  if (Array.isArray(value) || Buffer.isBuffer(value)) return value.length === 0
  if (field.type !== 'struct') return value === ZERO[field.type as ScalarType]
  return (field.fields ?? []).every((inner) => isDefault(inner, (value as Struct)[inner.name]))
}

/** A whole message from a part of one: what is missing, at any depth, gets its default. For tests and for clients. */
export function complete(fields: readonly Field[], part: Struct): Struct {
  const whole = defaultStruct(fields)
  for (const field of fields) {
    const given = part[field.name]
    if (given !== undefined) whole[field.name] = completed(field, given)
  }
  return whole
}

function completed(field: Field, given: unknown): unknown {
  if (given === null || field.fields === undefined) return given
  const inner = field.fields
  if (Array.isArray(given)) return given.map((item: Struct) => complete(inner, item))
  return complete(inner, given as Struct)
}
