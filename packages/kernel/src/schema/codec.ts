import { Refusal, invariant } from '../errors.ts'
import { ChunkWriter } from './chunk-writer.ts'
import { compileDecode } from './decode.ts'
import { complete } from './defaults.ts'
import { compileEncode } from './encode.ts'
import type { Schema, Struct } from './field.ts'
import { FrameReader } from './frame-reader.ts'
import { holdsVersion } from './versions.ts'

/** One message in one version. */
export interface Codec<T> {
  /** Reads one message from where the reader stands. @throws Refusal naming the field or the byte. */
  decode(reader: FrameReader): T
  /** Appends one message. What `T` leaves out is written as its default. */
  encode(writer: ChunkWriter, value: T): void
}

const compiled = new WeakMap<Schema<unknown>, Map<number, Codec<unknown>>>()

/** The codec of a message in a version: compiled at the first call, then the same one. */
export function codec<T>(schema: Schema<T>, version: number): Codec<T> {
  let versions = compiled.get(schema)
  if (versions === undefined) compiled.set(schema, (versions = new Map()))
  let found = versions.get(version)
  if (found === undefined) versions.set(version, (found = compile(schema, version)))
  return found as Codec<T>
}

function compile(schema: Schema<unknown>, version: number): Codec<unknown> {
  invariant(holdsVersion(schema.valid, version), 'only versions that exist are compiled', `${schema.name} v${version}`)
  const flexible = holdsVersion(schema.flexible, version)
  return {
    decode: compileDecode(schema.fields, version, flexible),
    encode: compileEncode(schema.fields, version, flexible) as Codec<unknown>['encode'],
  }
}

/**
 * A message that fills the whole buffer.
 *
 * @throws Refusal TRUNCATED, INVALID_LENGTH, INVALID_NULL, NUMBER_TOO_LARGE, MALFORMED_VARINT, LIMIT_EXCEEDED,
 *   TRAILING_BYTES.
 */
export function decodeWhole<T>(schema: Schema<T>, version: number, bytes: Buffer): T {
  const reader = new FrameReader(bytes)
  const value = codec(schema, version).decode(reader)
  refuseTrailing(schema.name, reader)
  return value
}

/** @throws Refusal TRAILING_BYTES when the reader is not at its end. */
export function refuseTrailing(name: string, reader: FrameReader): void {
  if (reader.remaining > 0) {
    throw new Refusal('TRAILING_BYTES', `${reader.remaining} bytes follow the end of ${name} at ${reader.position}`)
  }
}

/** One message as one buffer: for records and tests; sockets take the writer's chunks. */
export function encodeWhole<T>(schema: Schema<T>, version: number, value: T): Buffer {
  const writer = new ChunkWriter()
  codec(schema, version).encode(writer, value)
  return Buffer.concat(writer.chunks())
}

/** What may be left out of a message at any depth. */
export type Partially<T> = T extends readonly (infer Item)[]
  ? readonly Partially<Item>[]
  : T extends Buffer
    ? T
    : T extends object
      ? { readonly [Key in keyof T]?: Partially<T[Key]> }
      : T

/** A whole message from a part of one, with defaults for the rest. */
export function filled<T>(schema: Schema<T>, part: Partially<T>): T {
  return complete(schema.fields, part as Struct) as T
}
