import { Refusal } from '../errors.ts'
import { uuidOf } from '../ids.ts'
import { defaultOf, defaultStruct } from './defaults.ts'
import type { Field, ScalarType, Struct } from './field.ts'
import type { FrameReader } from './frame-reader.ts'
import { holdsVersion } from './versions.ts'

/** Kafka's longest string: its length was an int16 before lengths became compact. */
const STRING_MOST_BYTES = 0x7fff

type Decode<T = unknown> = (reader: FrameReader) => T
type DecodeInto = (reader: FrameReader, struct: Struct) => void

interface Shape {
  readonly decode: Decode
  /** The fewest bytes that a value takes: what a count is checked against. */
  readonly least: number
}

const FIXED: Readonly<Partial<Record<ScalarType, Shape>>> = {
  bool: { decode: (reader) => reader.uint8() !== 0, least: 1 },
  int8: { decode: (reader) => reader.int8(), least: 1 },
  int16: { decode: (reader) => reader.int16(), least: 2 },
  uint16: { decode: (reader) => reader.uint16(), least: 2 },
  int32: { decode: (reader) => reader.int32(), least: 4 },
  uint32: { decode: (reader) => reader.uint32(), least: 4 },
  int64: { decode: (reader) => reader.int64(), least: 8 },
  float64: { decode: (reader) => reader.float64(), least: 8 },
  uuid: { decode: (reader) => uuidOf(reader.buffer, reader.take(16)), least: 16 },
}

/** Compiles the fields of one version into one function. Structs come out with every field, in the table's order. */
export function compileDecode(fields: readonly Field[], version: number, flexible: boolean): Decode<Struct> {
  return structShape(fields, version, flexible).decode as Decode<Struct>
}

function structShape(fields: readonly Field[], version: number, flexible: boolean): Shape {
  const present = fields.filter((field) => holdsVersion(field.versions, version))
  const plain = present.filter((field) => !holdsVersion(field.tagged, version))
  const steps: DecodeInto[] = []
  let least = flexible ? 1 : 0
  for (const field of plain) {
    const shape = fieldShape(field, version, flexible)
    least += shape.least
    steps.push(intoField(field.name, shape.decode))
  }
  if (flexible) steps.push(taggedFields(present, version))
  return { decode: runner(fields, steps), least: Math.max(1, least) }
}

/** Copies a template, so that every struct of a kind has one hidden class, then fills it field by field. */
function runner(fields: readonly Field[], steps: readonly DecodeInto[]): Decode<Struct> {
  const template = defaultStruct(fields)
  const fresh = fields.filter(({ type, default: value }) => value === undefined && /^\[\]|^struct$/.test(type))
  const count = steps.length
  return (reader) => {
    const struct: Struct = { ...template }
    for (const field of fresh) struct[field.name] = defaultOf(field)
    for (let index = 0; index < count; index++) (steps[index] as DecodeInto)(reader, struct)
    return struct
  }
}

const intoField =
  (name: string, decode: Decode): DecodeInto =>
  (reader, struct) => {
    struct[name] = decode(reader)
  }

function fieldShape(field: Field, version: number, flexible: boolean): Shape {
  const nullable = holdsVersion(field.nullable, version)
  if (field.type.startsWith('[]')) return arrayShape(field, version, flexible, nullable)
  if (field.type === 'struct') return maybeStruct(structShape(field.fields ?? [], version, flexible), nullable)
  const fixed = FIXED[field.type as ScalarType]
  if (fixed !== undefined) return fixed
  // A record set may be null in every version.
  return sizedShape(field, flexible, nullable || field.type === 'records')
}

/** A nullable struct begins with one byte, -1 for null. */
function maybeStruct(shape: Shape, nullable: boolean): Shape {
  if (!nullable) return shape
  return { decode: (reader) => (reader.int8() < 0 ? null : shape.decode(reader)), least: 1 }
}

function sizedShape(field: Field, flexible: boolean, nullable: boolean): Shape {
  const length = lengthOf(field, flexible, field.type === 'string' ? 2 : 4)
  const take = TAKE[field.type as keyof typeof TAKE]
  return {
    decode: (reader) => {
      const size = length(reader)
      if (size >= 0) return take(reader, size)
      return nullable ? null : refuseNull(field, reader)
    },
    least: flexible ? 1 : field.type === 'string' ? 2 : 4,
  }
}

const TAKE = {
  string: (reader: FrameReader, size: number): string => {
    if (size > STRING_MOST_BYTES) {
      throw new Refusal('LIMIT_EXCEEDED', `a string is limited to ${STRING_MOST_BYTES} bytes, and says ${size}`)
    }
    return reader.utf8(size)
  },
  // Copied: what coordinators keep for long must not hold on to a whole frame.
  bytes: (reader: FrameReader, size: number): Buffer => Buffer.from(reader.bytes(size)),
  records: (reader: FrameReader, size: number): Buffer => reader.bytes(size),
}

function arrayShape(field: Field, version: number, flexible: boolean, nullable: boolean): Shape {
  const item = itemShape(field, version, flexible)
  const length = lengthOf(field, flexible, 4)
  return {
    decode: (reader) => {
      const count = length(reader)
      if (count < 0) return nullable ? null : refuseNull(field, reader)
      reader.elements(count, item.least)
      const items: unknown[] = []
      for (let index = 0; index < count; index++) items.push(item.decode(reader))
      return items
    },
    least: flexible ? 1 : 4,
  }
}

function itemShape(field: Field, version: number, flexible: boolean): Shape {
  if (field.type === '[]struct') return structShape(field.fields ?? [], version, flexible)
  const type = field.type.slice(2) as ScalarType
  return fieldShape({ name: field.name, type, versions: field.versions }, version, flexible)
}

/** Length or count in bytes or elements, -1 for null. Compact ones are stored plus one. */
function lengthOf(field: Field, flexible: boolean, width: 2 | 4): Decode<number> {
  const read: Decode<number> = flexible
    ? (reader) => reader.uvarint() - 1
    : width === 2
      ? (reader) => reader.int16()
      : (reader) => reader.int32()
  return (reader) => {
    const length = read(reader)
    if (length < -1) {
      throw new Refusal('INVALID_LENGTH', `${field.name} has length ${length} before byte ${reader.position}`)
    }
    return length
  }
}

function refuseNull(field: Field, reader: FrameReader): never {
  throw new Refusal('INVALID_NULL', `${field.name} is null before byte ${reader.position}, and must not be`)
}

/** Known tags are decoded and must fill their size; unknown ones are skipped (KIP-482). */
function taggedFields(present: readonly Field[], version: number): DecodeInto {
  const known = new Map<number, DecodeInto>()
  for (const field of present) {
    if (field.tag === undefined || !holdsVersion(field.tagged, version)) continue
    known.set(field.tag, intoField(field.name, fieldShape(field, version, true).decode))
  }
  return (reader, struct) => {
    const count = reader.uvarint()
    if (count === 0) return
    reader.elements(count, 2)
    for (let index = 0; index < count; index++) {
      const tag = reader.uvarint()
      const size = reader.uvarint()
      const decode = known.get(tag)
      if (decode === undefined) reader.skip(size)
      else decodeTagged(reader, struct, decode, size)
    }
  }
}

function decodeTagged(reader: FrameReader, struct: Struct, decode: DecodeInto, size: number): void {
  const end = reader.position + size
  decode(reader, struct)
  if (reader.position !== end) {
    throw new Refusal('INVALID_LENGTH', `a tagged field says ${size} bytes and ends at ${reader.position}, not ${end}`)
  }
}
