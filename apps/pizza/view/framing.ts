import type { KafkaRecord } from '@millrace/client'

/**
 * How bytes of `pizza-status` are framed: as they are (`raw`), as JSON, or behind the header of a schema registry (magic byte 0
 * and four bytes of schema id, Confluent's wire format) as JSON or Avro.
 */
export type Framing = 'raw' | 'json' | 'registry-json' | 'registry-avro'

export interface ReadStatus {
  readonly orderId: string
  /** Undefined: the record does not say one. */
  readonly status?: number
  /** ms since epoch, when it says so. */
  readonly timestamp?: number
  readonly keyFraming: Framing
  readonly valueFraming: Framing
}

export type StatusRecord =
  | ({ readonly kind: 'status' } & ReadStatus)
  | { readonly kind: 'removed'; readonly orderId: string }
  /** The value cannot be read; `trouble` says what it is, and what would be right. */
  | { readonly kind: 'wrong'; readonly orderId: string; readonly trouble: string }
  /** Not even the key can be read. */
  | { readonly kind: 'unreadable'; readonly trouble: string }

const HEADER_BYTES = 5
const KEY_CHARS = 200
const REMEDY =
  "create the table with 'key.format'='raw' and 'value.format'='json' (on Confluent Cloud 'json-registry'), or drop it and start the status service, which creates it so"

/** Reads a record of `pizza-status`, whatever its framing, and whatever the case of its fields' names. */
export function readStatus({ key, value }: Pick<KafkaRecord, 'key' | 'value'>): StatusRecord {
  const read = keyOf(key)
  if (read.orderId === undefined) return { kind: 'unreadable', trouble: `the key ${read.trouble}; ${REMEDY}` }
  const { orderId } = read
  if (value === null) return { kind: 'removed', orderId }
  const content = valueOf(value)
  if (content.fields === undefined)
    return { kind: 'wrong', orderId, trouble: `the value ${content.trouble}; ${REMEDY}` }
  const status = wholeNumber(content.fields.get('status'))
  const timestamp = wholeNumber(content.fields.get('timestamp'))
  return {
    kind: 'status',
    orderId,
    keyFraming: read.framing,
    valueFraming: content.framing,
    ...(status !== undefined && { status }),
    ...(timestamp !== undefined && { timestamp }),
  }
}

type Key =
  | { readonly orderId: string; readonly framing: Framing }
  | { readonly orderId?: undefined; readonly trouble: string }

function keyOf(bytes: Buffer | null): Key {
  if (bytes === null || bytes.length === 0) return { trouble: 'is missing' }
  const framed = payloadOf(bytes)
  if (framed !== undefined) {
    const fromJson = textOfJson(framed)
    if (fromJson !== undefined) return { orderId: fromJson, framing: 'registry-json' }
    const fromAvro = avroText(framed)
    if (fromAvro !== undefined) return { orderId: fromAvro, framing: 'registry-avro' }
    return {
      trouble: `is framed by a schema registry (schema ${bytes.readInt32BE(1)}), and is neither JSON nor an Avro string`,
    }
  }
  const orderId = textOfJson(bytes)
  if (orderId !== undefined) return { orderId, framing: 'json' }
  const text = utf8(bytes)
  return text === undefined || text.length > KEY_CHARS
    ? { trouble: 'is no UTF-8 text' }
    : { orderId: text, framing: 'raw' }
}

/** What is behind the registry's header, when there is one. */
const payloadOf = (bytes: Buffer): Buffer | undefined =>
  bytes.length > HEADER_BYTES && bytes[0] === 0 ? bytes.subarray(HEADER_BYTES) : undefined

/** `"1a2b3c4d"`, or an object with one text: `{"orderid":"1a2b3c4d"}`. */
function textOfJson(bytes: Buffer): string | undefined {
  const first = bytes[0]
  if (first !== 0x22 && first !== 0x7b) return undefined
  const given = parsed(bytes)
  const text = typeof given === 'object' && given !== null ? Object.values(given)[0] : given
  return typeof text === 'string' && text !== '' && text.length <= KEY_CHARS ? text : undefined
}

type Value =
  | { readonly fields: ReadonlyMap<string, unknown>; readonly framing: Framing }
  | { readonly fields?: undefined; readonly trouble: string }

function valueOf(bytes: Buffer): Value {
  const framed = payloadOf(bytes)
  const given = parsed(framed ?? bytes)
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) {
    const fields = new Map(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value as unknown]))
    return { fields, framing: framed === undefined ? 'json' : 'registry-json' }
  }
  if (framed === undefined) return { trouble: 'is no JSON object' }
  const fields = avroRow(framed)
  if (fields !== undefined) return { fields, framing: 'registry-avro' }
  return {
    trouble: `is framed by a schema registry (schema ${bytes.readInt32BE(1)}), and is neither JSON nor a row of this table in Avro`,
  }
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(utf8(bytes) ?? '') as unknown
  } catch {
    return undefined
  }
}

const strict = new TextDecoder('utf-8', { fatal: true })

function utf8(bytes: Buffer): string | undefined {
  try {
    return strict.decode(bytes)
  } catch {
    return undefined
  }
}

function wholeNumber(given: unknown): number | undefined {
  const number = typeof given === 'string' ? Number(given) : given
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined
}

/** Avro's binary encoding (Avro 1.12, "Binary Encoding") of a string, or of a record with one nullable or plain string. */
function avroText(bytes: Buffer): string | undefined {
  for (const isNullable of [false, true]) {
    const reader = new AvroReader(bytes)
    if (isNullable && reader.long() !== 1) continue
    const text = reader.text()
    if (text !== undefined && text !== '' && reader.isAtEnd) return text
  }
  return undefined
}

/** A row of `pizza-status` as the statement declares it: nullable status INT and timestamp BIGINT, the key left out. */
function avroRow(bytes: Buffer): Map<string, number> | undefined {
  const reader = new AvroReader(bytes)
  const fields = new Map<string, number>()
  for (const name of ['status', 'timestamp']) {
    const branch = reader.long()
    if (branch === 0) continue
    const value = branch === 1 ? reader.long() : undefined
    if (value === undefined) return undefined
    fields.set(name, value)
  }
  return reader.isAtEnd ? fields : undefined
}

const VARINT_BYTES = 10

class AvroReader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length
  }

  /** A zig-zag number of variable length; undefined when there is none. */
  long(): number | undefined {
    let value = 0n
    for (let index = 0; index < VARINT_BYTES; index++) {
      const byte = this.#bytes[this.#at++]
      if (byte === undefined) return undefined
      value |= BigInt(byte & 0x7f) << BigInt(7 * index)
      if (byte < 0x80) return Number((value >> 1n) ^ -(value & 1n))
    }
    return undefined
  }

  text(): string | undefined {
    const length = this.long()
    if (length === undefined || length < 0 || length > this.#bytes.length - this.#at) return undefined
    const text = utf8(this.#bytes.subarray(this.#at, this.#at + length))
    this.#at += length
    return text
  }
}
