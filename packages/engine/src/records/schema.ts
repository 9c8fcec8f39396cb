import { type ByteReader, type ByteWriter, Refusal } from '@millrace/kernel'
import { readInt, writeInt } from './int.ts'

/** A JSON value, as process variables are. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
export type JsonObject = { readonly [key: string]: Json }

/** What a field of a record holds, by the name of its type. */
interface FieldTypes {
  int: number
  text: string
  flag: boolean
  json: Json
  document: JsonObject
  bytes: Uint8Array
  texts: readonly string[]
  ints: readonly number[]
}

/** Fields in the order in which they are written. A released list only grows, under a new format version. */
export type RecordSchema = Readonly<Record<string, keyof FieldTypes>>
export type ValueOfSchema<S extends RecordSchema> = { readonly [Name in keyof S]: FieldTypes[S[Name]] }

interface FieldCodec {
  write(writer: ByteWriter, value: never): void
  read(reader: ByteReader): unknown
}

/** A list longer than this is a damaged length. */
const LIST_ITEMS_AT_MOST = 1_000_000

const writeText = (writer: ByteWriter, text: string): void => {
  writer.uvarint(Buffer.byteLength(text)).utf8(text)
}
const readText = (reader: ByteReader): string => reader.utf8(reader.uvarint())

function readList<T>(reader: ByteReader, read: (reader: ByteReader) => T): readonly T[] {
  const count = reader.uvarint()
  if (count > LIST_ITEMS_AT_MOST || count > reader.remaining) {
    throw new Refusal('TRUNCATED', `a list of ${count} items does not fit into ${reader.remaining} bytes`)
  }
  return Array.from({ length: count }, () => read(reader))
}

const asJson: FieldCodec = {
  write: (writer, value: Json) => writeText(writer, JSON.stringify(value)),
  read: (reader) => JSON.parse(readText(reader)) as Json,
}

const fields: Readonly<Record<keyof FieldTypes, FieldCodec>> = {
  int: { write: writeInt, read: readInt },
  text: { write: writeText, read: readText },
  flag: { write: (writer, value: boolean) => writer.uint8(value ? 1 : 0), read: (reader) => reader.uint8() === 1 },
  json: asJson,
  document: asJson,
  bytes: {
    write: (writer, value: Uint8Array) => writer.uvarint(value.length).bytes(value),
    read: (reader) => Buffer.from(reader.bytes(reader.uvarint())),
  },
  texts: {
    write: (writer, value: readonly string[]) => {
      writer.uvarint(value.length)
      for (const text of value) writeText(writer, text)
    },
    read: (reader) => readList(reader, readText),
  },
  ints: {
    write: (writer, value: readonly number[]) => {
      writer.uvarint(value.length)
      for (const int of value) writeInt(writer, int)
    },
    read: (reader) => readList(reader, readInt),
  },
}

/** Writes the fields one after another, without names. */
export function writeFields(schema: RecordSchema, writer: ByteWriter, value: object): void {
  for (const name in schema) {
    fields[schema[name] as keyof FieldTypes].write(writer, (value as Record<string, never>)[name] as never)
  }
}

/** @throws Refusal TRUNCATED, MALFORMED_VARINT when the bytes are no record of this schema. */
export function readFields(schema: RecordSchema, reader: ByteReader): object {
  const value: Record<string, unknown> = {}
  for (const name in schema) value[name] = fields[schema[name] as keyof FieldTypes].read(reader)
  return value
}
