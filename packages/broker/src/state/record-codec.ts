/** The frame that Kafka's coordinators put around their records: an int16 in front says the type or the version. */
import { FrameReader, Refusal, type Schema, codec, encodeWhole, holdsVersion, refuseTrailing } from '@millrace/kernel'

/** A key behind its type, or a value behind its version. */
export function encodePrefixed<T>(prefix: number, schema: Schema<T>, version: number, value: T): Buffer {
  const head = Buffer.alloc(2)
  head.writeInt16BE(prefix)
  return Buffer.concat([head, encodeWhole(schema, version, value)])
}

/** The type in front of a key. @throws Refusal TRUNCATED */
export function typeOf(key: Buffer): number {
  return new FrameReader(key).int16()
}

/** A key whose type has been looked at. @throws Refusal of the codec. */
export function decodeKey<T>(schema: Schema<T>, key: Buffer): T {
  return whole(schema, 0, new FrameReader(key, 2))
}

/** A value in the version that it says. @throws Refusal of the codec; INVALID_RECORD when a later Kafka wrote it. */
export function decodeValue<T>(schema: Schema<T>, value: Buffer): T {
  const reader = new FrameReader(value)
  const version = reader.int16()
  if (!holdsVersion(schema.valid, version)) {
    const text = `${schema.name} has versions ${schema.valid}, and the record says ${version}`
    throw new Refusal('INVALID_RECORD', text)
  }
  return whole(schema, version, reader)
}

function whole<T>(schema: Schema<T>, version: number, reader: FrameReader): T {
  const value = codec(schema, version).decode(reader)
  refuseTrailing(schema.name, reader)
  return value
}
