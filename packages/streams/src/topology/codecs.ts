import { json, type Codec, type StandardSchema } from '@millrace/client'
import { Refusal } from '@millrace/kernel'
import type { Change, Windowed } from './stream-record.ts'

/** A codec, or a schema: then JSON. */
export type CodecLike<T> = Codec<T> | StandardSchema<T>

export function codecOf<T>(given: CodecLike<T>): Codec<T>
export function codecOf<T>(given: CodecLike<T> | undefined): Codec<T> | undefined
export function codecOf<T>(given: CodecLike<T> | undefined): Codec<T> | undefined {
  return given !== undefined && '~standard' in given ? json(given) : given
}

/** @throws Refusal CODEC_MISSING that says at which step which of the two is not known. */
export function needed<T>(codec: Codec<T> | undefined, what: 'key' | 'value', step: string): Codec<T> {
  if (codec !== undefined) return codec
  const text = `${step} has to write the ${what}, whose codec is not known after a mapping; give { ${what}: … }`
  throw new Refusal('CODEC_MISSING', text)
}

/** Whole numbers and fractions, as JSON. */
export const numbers: Codec<number> = {
  encode: (value) => Buffer.from(String(value)),
  decode: (bytes) => {
    const value = bytes === null ? Number.NaN : Number(bytes.toString())
    return Number.isNaN(value) ? { kind: 'poison', reason: 'it is no number' } : { kind: 'value', value }
  },
}

export type Stamped<V> = readonly [value: V, timestamp: number]

const tooShort = { kind: 'poison', reason: 'it is too short' } as const

/** 8 bytes timestamp, ms since epoch, big-endian; then the value. */
export const stamped = <V>(codec: Codec<V>): Codec<Stamped<V>> => ({
  encode: ([value, timestamp]) => {
    const encoded = codec.encode(value)
    const bytes = Buffer.allocUnsafe(8 + (encoded?.length ?? 0))
    writeLong(bytes, timestamp, 0)
    encoded?.copy(bytes, 8)
    return bytes
  },
  decode: (bytes) => {
    if (bytes === null || bytes.length < 8) return tooShort
    const read = codec.decode(bytes.subarray(8))
    return read.kind === 'poison' ? read : { kind: 'value', value: [read.value, longOf(bytes, 0)] }
  },
})

/** The key, then 8 bytes start, 8 bytes end. */
export const windowedKey = <K>(codec: Codec<K>): Codec<Windowed<K>> => ({
  encode: ({ key, window }) => {
    const encoded = codec.encode(key)
    const at = encoded?.length ?? 0
    const bytes = Buffer.allocUnsafe(at + 16)
    encoded?.copy(bytes)
    writeLong(bytes, window.start, at)
    writeLong(bytes, window.end, at + 8)
    return bytes
  },
  decode: (bytes) => {
    if (bytes === null || bytes.length < 16) return tooShort
    const at = bytes.length - 16
    const read = codec.decode(bytes.subarray(0, at))
    if (read.kind === 'poison') return read
    return {
      kind: 'value',
      value: { key: read.value, window: { start: longOf(bytes, at), end: longOf(bytes, at + 8) } },
    }
  },
})

/** Two values that may be missing: 4 bytes length of the first (-1: none), the first, 1 byte whether there is a second, the second. */
export const changeOf = <V>(codec: Codec<V>): Codec<Change<V>> => ({
  encode: ({ before, after }) => {
    const [first, second] = [before, after].map((value) => (value === null ? null : codec.encode(value)))
    const length = Buffer.alloc(4)
    length.writeInt32BE(first?.length ?? -1)
    return Buffer.concat([length, first ?? Buffer.alloc(0), Buffer.of(second ? 1 : 0), second ?? Buffer.alloc(0)])
  },
  decode: (bytes) => {
    if (bytes === null || bytes.length < 5) return tooShort
    const length = bytes.readInt32BE(0)
    const mid = 4 + Math.max(0, length)
    const before = length < 0 ? null : codec.decode(bytes.subarray(4, mid))
    const after = bytes[mid] === 1 ? codec.decode(bytes.subarray(mid + 1)) : null
    if (before?.kind === 'poison') return before
    if (after?.kind === 'poison') return after
    return { kind: 'value', value: { before: before?.value ?? null, after: after?.value ?? null } }
  },
})

// Two halves: a BigInt for each would cost more than all the rest.
const HALF = 2 ** 32

function writeLong(bytes: Buffer, value: number, at: number): void {
  bytes.writeInt32BE(Math.floor(value / HALF), at)
  bytes.writeUInt32BE(value - Math.floor(value / HALF) * HALF, at + 4)
}

const longOf = (bytes: Buffer, at: number): number => bytes.readInt32BE(at) * HALF + bytes.readUInt32BE(at + 4)
