import { ByteReader, ByteWriter, Refusal } from '@millrace/kernel'

/** Field number and type of each field of a message (proto3). A message within is a function, so that order is free. */
export type Fields = Readonly<Record<string, Field>>
export type Field = readonly [number: number, type: Scalar | Nested, repeated?: 'repeated']
type Scalar = 'int32' | 'int64' | 'bool' | 'string' | 'bytes' | 'enum'
type Nested = () => Message<Fields>

type ValueOfType<T> = T extends 'int32' | 'int64' | 'enum'
  ? number
  : T extends 'bool'
    ? boolean
    : T extends 'string'
      ? string
      : T extends 'bytes'
        ? Uint8Array
        : T extends () => Message<infer F>
          ? Decoded<F> | undefined
          : never
/** What a message holds once read: absent scalars have proto3's defaults, absent messages are undefined. */
export type Decoded<F extends Fields> = {
  readonly [Name in keyof F]: F[Name] extends readonly [number, infer T, 'repeated']
    ? readonly Exclude<ValueOfType<T>, undefined>[]
    : F[Name] extends readonly [number, infer T]
      ? ValueOfType<T>
      : never
}
/** What can be written: everything may be left out. */
export type Given<F extends Fields> = {
  readonly [Name in keyof F]?: F[Name] extends readonly [number, () => Message<infer Inner>, 'repeated']
    ? readonly Given<Inner>[]
    : F[Name] extends readonly [number, () => Message<infer Inner>]
      ? Given<Inner> | undefined
      : Decoded<F>[Name]
}

export interface Message<F extends Fields> {
  readonly fields: F
  encode(value: Given<F>): Buffer
  /** @throws Refusal TRUNCATED, MALFORMED_VARINT, MALFORMED_MESSAGE */
  decode(bytes: Uint8Array): Decoded<F>
}

const VARINT = 0
const FIXED64 = 1
const LENGTH = 2
const FIXED32 = 5
/** Messages within messages; the gateway's own nest three deep. */
const DEPTH_AT_MOST = 32

/** Compiles a table of fields into a codec. Unknown fields are skipped, as proto3 wants it. */
export function message<const F extends Fields>(fields: F): Message<F> {
  const byNumber = new Map(Object.entries(fields).map(([name, field]) => [field[0], [name, field] as const]))
  return {
    fields,
    encode: (value) => {
      const writer = new ByteWriter(64)
      writeMessage(writer, fields, value)
      return writer.view()
    },
    decode: (bytes) => readMessage(asReader(bytes), byNumber, fields, 0) as Decoded<F>,
  }
}

const asReader = (bytes: Uint8Array): ByteReader =>
  new ByteReader(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))

function writeMessage(writer: ByteWriter, fields: Fields, value: Readonly<Record<string, unknown>>): void {
  for (const name in fields) {
    const given = value[name]
    if (given === undefined) continue
    const [number, type, repeated] = fields[name] as Field
    if (repeated === undefined) writeField(writer, number, type, given)
    else for (const item of given as readonly unknown[]) writeField(writer, number, type, item, true)
  }
}

/** Defaults are not written, but for items of lists. */
function writeField(writer: ByteWriter, number: number, type: Scalar | Nested, value: unknown, item = false): void {
  if (typeof type === 'function') {
    const inner = type().encode(value as Given<Fields>)
    writer
      .uvarint((number << 3) | LENGTH)
      .uvarint(inner.length)
      .bytes(inner)
    return
  }
  switch (type) {
    case 'string':
      if (value === '' && !item) return
      writer
        .uvarint((number << 3) | LENGTH)
        .uvarint(Buffer.byteLength(value as string))
        .utf8(value as string)
      return
    case 'bytes':
      writer
        .uvarint((number << 3) | LENGTH)
        .uvarint((value as Uint8Array).length)
        .bytes(value as Uint8Array)
      return
    case 'bool':
      if (value === true) writer.uvarint(number << 3).uint8(1)
      return
    case 'int32':
    case 'int64':
    case 'enum':
      if (value !== 0 || item) writeInt(writer.uvarint(number << 3), value as number)
  }
}

function writeInt(writer: ByteWriter, value: number): void {
  if (value >= 0) {
    writer.uvarint(value)
    return
  }
  let left = BigInt.asUintN(64, BigInt(value))
  for (; left >= 0x80n; left >>= 7n) writer.uint8(Number(left & 0x7fn) | 0x80)
  writer.uint8(Number(left))
}

type ByNumber = ReadonlyMap<number, readonly [string, Field]>

function readMessage(reader: ByteReader, byNumber: ByNumber, fields: Fields, depth: number): object {
  if (depth > DEPTH_AT_MOST)
    throw new Refusal('MALFORMED_MESSAGE', `messages are nested more than ${DEPTH_AT_MOST} deep`)
  const value = defaults(fields)
  while (reader.remaining > 0) {
    const tag = reader.uvarint()
    const found = byNumber.get(tag >>> 3)
    if (found === undefined) {
      skip(reader, tag & 7)
      continue
    }
    const [name, [, type, repeated]] = found
    if ((tag & 7) === LENGTH && repeated !== undefined && isNumeric(type)) {
      const packed = new ByteReader(reader.bytes(reader.uvarint()))
      while (packed.remaining > 0) (value[name] as unknown[]).push(readInt(packed))
      continue
    }
    const item = readValue(reader, type, tag & 7, depth)
    if (repeated === undefined) value[name] = item
    else (value[name] as unknown[]).push(item)
  }
  return value
}

const isNumeric = (type: Field[1]): boolean => type === 'int32' || type === 'int64' || type === 'enum'

function defaults(fields: Fields): Record<string, unknown> {
  const value: Record<string, unknown> = {}
  for (const name in fields) {
    const [, type, repeated] = fields[name] as Field
    value[name] = repeated !== undefined ? [] : typeof type === 'function' ? undefined : DEFAULTS[type]
  }
  return value
}

const DEFAULTS: Readonly<Record<Scalar, unknown>> = {
  int32: 0,
  int64: 0,
  enum: 0,
  bool: false,
  string: '',
  bytes: new Uint8Array(0),
}

function readValue(reader: ByteReader, type: Field[1], wire: number, depth: number): unknown {
  const wanted = isNumeric(type) || type === 'bool' ? VARINT : LENGTH
  if (wire !== wanted) throw new Refusal('MALFORMED_MESSAGE', `wire type ${wire} where ${wanted} belongs`)
  if (typeof type === 'function') {
    const inner = type()
    const byNumber = new Map(Object.entries(inner.fields).map(([name, field]) => [field[0], [name, field] as const]))
    return readMessage(new ByteReader(reader.bytes(reader.uvarint())), byNumber, inner.fields, depth + 1)
  }
  if (type === 'string') return reader.utf8(reader.uvarint())
  if (type === 'bytes') return reader.bytes(reader.uvarint())
  const int = readInt(reader)
  return type === 'bool' ? int !== 0 : int
}

/** An int of up to 64 bits, two's complement. Beyond 2^53 it is rounded: such keys are of partitions that are not here. */
function readInt(reader: ByteReader): number {
  let value = 0
  for (let shift = 0; shift < 49; shift += 7) {
    const byte = reader.uint8()
    value += (byte & 0x7f) * 2 ** shift
    if (byte < 0x80) return value
  }
  let big = BigInt(value)
  for (let shift = 49n; shift < 70n; shift += 7n) {
    const byte = reader.uint8()
    big |= BigInt(byte & 0x7f) << shift
    if (byte < 0x80) return Number(BigInt.asIntN(64, big))
  }
  throw new Refusal('MALFORMED_VARINT', `varint too long before byte ${reader.position}`)
}

function skip(reader: ByteReader, wire: number): void {
  if (wire === VARINT) readInt(reader)
  else if (wire === FIXED64) reader.skip(8)
  else if (wire === LENGTH) reader.skip(reader.uvarint())
  else if (wire === FIXED32) reader.skip(4)
  else throw new Refusal('MALFORMED_MESSAGE', `wire type ${wire} is not known`)
}
