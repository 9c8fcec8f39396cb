import { invariant } from '../errors.ts'
import { uuidBytes } from '../ids.ts'
import type { ChunkWriter } from './chunk-writer.ts'
import { ChunkWriter as Scratch } from './chunk-writer.ts'
import { defaultOf, isDefault } from './defaults.ts'
import type { Field, ScalarType, Struct } from './field.ts'
import { holdsVersion } from './versions.ts'

type Encode = (writer: ChunkWriter, value: never) => void
type EncodeAny = (writer: ChunkWriter, value: unknown) => void
type EncodeFrom = (writer: ChunkWriter, struct: Struct) => void

const FIXED: Readonly<Partial<Record<ScalarType, Encode>>> = {
  bool: (writer, value: boolean) => writer.uint8(value ? 1 : 0),
  int8: (writer, value: number) => writer.int8(value),
  int16: (writer, value: number) => writer.int16(value),
  uint16: (writer, value: number) => writer.uint16(value),
  int32: (writer, value: number) => writer.int32(value),
  uint32: (writer, value: number) => writer.uint32(value),
  int64: (writer, value: number) => writer.int64(value),
  float64: (writer, value: number) => writer.float64(value),
  uuid: (writer, value: string) => writer.bytes(uuidBytes(value)),
}

/** Compiles the fields of one version into one function. A field that is not given is written as its default. */
export function compileEncode(fields: readonly Field[], version: number, flexible: boolean): EncodeFrom {
  const present = fields.filter((field) => holdsVersion(field.versions, version))
  const steps: EncodeFrom[] = []
  for (const field of present) {
    if (!holdsVersion(field.tagged, version)) steps.push(fromField(field, fieldEncode(field, version, flexible)))
  }
  if (flexible) steps.push(taggedFields(present, version))
  const count = steps.length
  return (writer, struct) => {
    for (let index = 0; index < count; index++) (steps[index] as EncodeFrom)(writer, struct)
  }
}

function fromField(field: Field, encode: EncodeAny): EncodeFrom {
  const { name } = field
  const otherwise = defaultOf(field)
  return (writer, struct) => {
    const value = struct[name]
    encode(writer, value === undefined ? otherwise : value)
  }
}

function fieldEncode(field: Field, version: number, flexible: boolean): EncodeAny {
  const nullable = holdsVersion(field.nullable, version)
  if (field.type.startsWith('[]')) return arrayEncode(field, version, flexible, nullable)
  if (field.type === 'struct') return structEncode(field, version, flexible, nullable)
  const fixed = FIXED[field.type as ScalarType]
  if (fixed !== undefined) return fixed as EncodeAny
  return sizedEncode(field, flexible, nullable || field.type === 'records')
}

function structEncode(field: Field, version: number, flexible: boolean, nullable: boolean): EncodeAny {
  const encode = compileEncode(field.fields ?? [], version, flexible)
  if (!nullable) return encode as EncodeAny
  return (writer, value) => {
    writer.int8(value === null ? -1 : 1)
    if (value !== null) encode(writer, value as Struct)
  }
}

function sizedEncode(field: Field, flexible: boolean, nullable: boolean): EncodeAny {
  const putLength = lengthWriter(flexible, field.type === 'string' ? 2 : 4)
  const put = PUT[field.type as keyof typeof PUT] as (writer: ChunkWriter, value: unknown, putLength: PutLength) => void
  return (writer, value) => {
    if (value !== null) put(writer, value, putLength)
    else putNull(writer, field, nullable, putLength)
  }
}

type PutLength = (writer: ChunkWriter, length: number) => void

const PUT = {
  string: (writer: ChunkWriter, value: string, putLength: PutLength): void => {
    putLength(writer, Buffer.byteLength(value))
    writer.utf8(value)
  },
  bytes: (writer: ChunkWriter, value: Uint8Array, putLength: PutLength): void => {
    putLength(writer, value.length)
    writer.bytes(value)
  },
  /** One buffer or several that follow one another, as the log gives them. */
  records: (writer: ChunkWriter, value: Buffer | readonly Buffer[], putLength: PutLength): void => {
    if (Buffer.isBuffer(value)) {
      putLength(writer, value.length)
      writer.weave(value)
      return
    }
    let length = 0
    for (const chunk of value) length += chunk.length
    putLength(writer, length)
    for (const chunk of value) writer.weave(chunk)
  },
}

function arrayEncode(field: Field, version: number, flexible: boolean, nullable: boolean): EncodeAny {
  const item = itemEncode(field, version, flexible)
  const putLength = lengthWriter(flexible, 4)
  return (writer, value) => {
    if (value === null) {
      putNull(writer, field, nullable, putLength)
      return
    }
    const items = value as readonly unknown[]
    putLength(writer, items.length)
    for (const each of items) item(writer, each)
  }
}

function itemEncode(field: Field, version: number, flexible: boolean): EncodeAny {
  if (field.type === '[]struct') return compileEncode(field.fields ?? [], version, flexible) as EncodeAny
  const type = field.type.slice(2) as ScalarType
  return fieldEncode({ name: field.name, type, versions: field.versions }, version, flexible)
}

/** Compact lengths are stored plus one, so that 0 is null (-1). */
function lengthWriter(flexible: boolean, width: 2 | 4): PutLength {
  if (flexible) return (writer, length) => writer.uvarint(length + 1)
  if (width === 2) return (writer, length) => writer.int16(length)
  return (writer, length) => writer.int32(length)
}

function putNull(writer: ChunkWriter, field: Field, nullable: boolean, putLength: PutLength): void {
  invariant(nullable, 'a field is null only where its version allows it', field.name)
  putLength(writer, -1)
}

/** Only fields that differ from their default are written, by ascending tag (KIP-482). */
function taggedFields(present: readonly Field[], version: number): EncodeFrom {
  const tagged = present
    .filter((field) => holdsVersion(field.tagged, version))
    .map((field) => ({ field, tag: field.tag ?? 0, encode: fieldEncode(field, version, true) }))
    .sort((a, b) => a.tag - b.tag)
  if (tagged.length === 0) return (writer) => writer.uint8(0)
  return (writer, struct) => {
    const given = tagged.filter(({ field }) => !isDefault(field, struct[field.name]))
    writer.uvarint(given.length)
    for (const { field, tag, encode } of given) {
      const scratch = new Scratch()
      encode(scratch, struct[field.name])
      writer.uvarint(tag).uvarint(scratch.totalLength)
      for (const chunk of scratch.chunks()) writer.bytes(chunk)
    }
  }
}
