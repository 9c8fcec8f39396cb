import { Fault, crc32c } from '@millrace/kernel'

/** How values of a class of its own are written: `write` gives plain data, `read` takes it back. */
export interface Tagged {
  readonly tag: string
  readonly is: (value: unknown) => boolean
  readonly write: (value: unknown) => unknown
  readonly read: (plain: unknown) => unknown
}

/** 2: values are their own keys in what functions keep. */
const FORMAT_VERSION = 2

const BUILT_IN: readonly Tagged[] = [
  { tag: 'n', is: (value) => typeof value === 'bigint', write: String, read: (plain) => BigInt(plain as string) },
  { tag: 'f', is: (value) => typeof value === 'number' && !isPlain(value), write: numberText, read: Number },
  { tag: 'b', is: (value) => value instanceof Uint8Array, write: base64, read: (plain) => bytesOf(plain as string) },
  {
    tag: 'm',
    is: (value) => value instanceof Map,
    write: (value) => [...(value as Map<unknown, unknown>)],
    read: (plain) => new Map(plain as [unknown, unknown][]),
  },
]

/** State as bytes: a version byte, the CRC-32C of the rest, and JSON in which `{"$": tag, v}` stands for other values. */
export function encodeState(state: unknown, tagged: readonly Tagged[] = []): Buffer {
  const json = Buffer.from(JSON.stringify(plain(state, [...BUILT_IN, ...tagged])))
  const head = Buffer.alloc(5)
  head.writeUInt8(FORMAT_VERSION, 0)
  head.writeUInt32BE(crc32c(json), 1)
  return Buffer.concat([head, json])
}

/** @throws Fault STATE_FORMAT when a later version wrote it, STATE_CORRUPT when the checksum differs */
export function decodeState(bytes: Uint8Array, tagged: readonly Tagged[] = []): unknown {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (buffer[0] !== FORMAT_VERSION) {
    throw new Fault('STATE_FORMAT', `the state has format ${buffer[0]}, and this version reads ${FORMAT_VERSION}`)
  }
  const json = buffer.subarray(5)
  if (buffer.readUInt32BE(1) !== crc32c(json)) {
    throw new Fault('STATE_CORRUPT', 'the checksum of the state does not fit its bytes')
  }
  return revived(JSON.parse(json.toString()), [...BUILT_IN, ...tagged])
}

function plain(value: unknown, tagged: readonly Tagged[]): unknown {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || typeof value === 'boolean' || isPlain(value)) return value
  if (Array.isArray(value)) return value.map((one) => plain(one, tagged))
  const found = tagged.find(({ is }) => is(value))
  if (found !== undefined) return { $: found.tag, v: plain(found.write(value), tagged) }
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plain(one, tagged)]))
}

function revived(value: unknown, tagged: readonly Tagged[]): unknown {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map((one) => revived(one, tagged))
  const { $: tag, v } = value as { $?: string; v?: unknown }
  if (tag !== undefined) return tagged.find((one) => one.tag === tag)?.read(revived(v, tagged))
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, revived(one, tagged)]))
}

function isPlain(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && !Object.is(value, -0)
}

function numberText(value: unknown): string {
  return Object.is(value, -0) ? '-0' : String(value)
}

function base64(value: unknown): string {
  const bytes = value as Uint8Array
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}

function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'))
}
