import { expect, it } from 'vitest'
import { FrameReader } from './frame-reader.ts'
import { ChunkWriter } from './chunk-writer.ts'
import { codec, decodeWhole, encodeWhole, filled } from './codec.ts'
import type { Schema } from './field.ts'
import { NIL_UUID } from '../ids.ts'

interface Sample {
  readonly name: string | null
  readonly count: number
  readonly ids: readonly number[]
  readonly topic: string
  readonly extra: string
  readonly items: readonly { readonly offset: number; readonly records: Buffer | readonly Buffer[] | null }[]
}

const sample: Schema<Sample> = {
  name: 'Sample',
  valid: '0-3',
  flexible: '2+',
  fields: [
    { name: 'name', type: 'string', versions: '0+', nullable: '1+' },
    { name: 'count', type: 'int32', versions: '1+', default: -1 },
    { name: 'ids', type: '[]int32', versions: '0+' },
    { name: 'topic', type: 'uuid', versions: '3+' },
    { name: 'extra', type: 'string', versions: '2+', tagged: '2+', tag: 3 },
    {
      name: 'items',
      type: '[]struct',
      versions: '0+',
      fields: [
        { name: 'offset', type: 'int64', versions: '0+' },
        { name: 'records', type: 'records', versions: '0+' },
      ],
    },
  ],
}

const of = (...bytes: (number | string)[]): Buffer =>
  Buffer.concat(bytes.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from([part]))))

it('writes version 0 with fixed lengths and no field of later versions', () => {
  const bytes = encodeWhole(sample, 0, filled(sample, { name: 'ab', count: 7, ids: [5] }))
  expect(bytes).toEqual(of(0, 2, 'ab', 0, 0, 0, 1, 0, 0, 0, 5, 0, 0, 0, 0))
})

it('writes flexible versions with compact lengths and tagged fields', () => {
  const bytes = encodeWhole(sample, 2, filled(sample, { name: null, count: 7, extra: 'x' }))
  expect(bytes).toEqual(of(0, 0, 0, 0, 7, 1, 1, 1, 3, 2, 2, 'x'))
})

it('gives fields that a version lacks their defaults', () => {
  const value = decodeWhole(sample, 0, of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
  expect(value).toEqual({ name: '', count: -1, ids: [], topic: NIL_UUID, extra: '', items: [] })
})

it('skips tagged fields that it does not know', () => {
  const value = decodeWhole(sample, 2, of(1, 0, 0, 0, 7, 1, 1, 2, 3, 2, 2, 'x', 9, 3, 'abc'))
  expect(value).toMatchObject({ count: 7, extra: 'x' })
})

it('gives record sets as views and writes large ones without a copy', () => {
  const records = Buffer.alloc(5000, 1)
  const writer = new ChunkWriter()
  codec(sample, 1).encode(writer, filled(sample, { items: [{ offset: 1, records: [records, Buffer.from('end')] }] }))
  const chunks = writer.chunks()
  expect(chunks.some((chunk) => chunk === records)).toBe(true)
  const whole = Buffer.concat(chunks)
  expect(whole.length).toBe(writer.totalLength)
  const decoded = codec(sample, 1).decode(new FrameReader(whole))
  const found = decoded.items[0]?.records as Buffer
  expect(found.buffer).toBe(whole.buffer)
  expect(Buffer.concat([records, Buffer.from('end')]).equals(found)).toBe(true)
})

it.each([
  ['a length beyond the end', 0, of(0, 9, 'ab'), 'TRUNCATED'],
  ['a count that cannot fit', 0, of(0, 0, 0x7f, 0xff, 0xff, 0xff), 'TRUNCATED'],
  ['a length below null', 0, of(0xff, 0xfe), 'INVALID_LENGTH'],
  ['null where it is not allowed', 0, of(0xff, 0xff), 'INVALID_NULL'],
  ['bytes after the end', 0, of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1), 'TRAILING_BYTES'],
  ['a tagged field of the wrong size', 2, of(1, 0, 0, 0, 7, 1, 1, 1, 3, 5, 2, 'xyza'), 'INVALID_LENGTH'],
  ['an endless varint', 2, of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff), 'MALFORMED_VARINT'],
])('refuses %s', (_, version, bytes, code) => {
  expect(() => decodeWhole(sample, version, bytes)).toThrow(expect.objectContaining({ name: 'Refusal', code }))
})

it('refuses more elements than a message may have before it makes any', () => {
  const schema: Schema<unknown> = {
    name: 'Many',
    valid: '0',
    flexible: 'none',
    fields: [{ name: 'flags', type: '[]int8', versions: '0+' }],
  }
  const bytes = Buffer.alloc(1_000_004)
  bytes.writeInt32BE(1_000_000)
  expect(() => decodeWhole(schema, 0, bytes)).toThrow(/500000 array elements/)
})
