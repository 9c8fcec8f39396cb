import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ByteReader } from './reader.ts'
import { ByteWriter } from './writer.ts'

const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })
const safe = fc.maxSafeInteger()

const kinds = {
  int8: fc.integer({ min: -128, max: 127 }),
  uint8: fc.integer({ min: 0, max: 255 }),
  int16: fc.integer({ min: -32768, max: 32767 }),
  uint16: fc.integer({ min: 0, max: 65535 }),
  int32,
  uint32: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  int64: safe,
  float64: fc.double({ noNaN: true }),
  uvarint: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  varint: int32,
  varlong: safe,
} as const

describe.each(Object.keys(kinds) as (keyof typeof kinds)[])('%s', (kind) => {
  it('reads back what was written', () => {
    fc.assert(
      fc.property(fc.array(kinds[kind]), (values) => {
        const writer = new ByteWriter(1)
        for (const value of values) writer[kind](value)
        const reader = new ByteReader(writer.view())
        expect(values.map(() => reader[kind]())).toEqual(values)
        expect(reader.remaining).toBe(0)
      }),
    )
  })

  it('refuses a cut value', () => {
    fc.assert(
      fc.property(kinds[kind], (value) => {
        const whole = new ByteWriter()[kind](value).view()
        const reader = new ByteReader(whole, 0, whole.length - 1)
        expect(() => reader[kind]()).toThrow(/bytes wanted/)
      }),
    )
  })
})

it('agrees with 64-bit zigzag arithmetic', () => {
  fc.assert(
    fc.property(safe, (value) => {
      let raw = BigInt.asUintN(64, (BigInt(value) << 1n) ^ (BigInt(value) >> 63n))
      const expected: number[] = []
      while (raw >= 0x80n) {
        expected.push(Number(raw & 0x7fn) | 0x80)
        raw >>= 7n
      }
      expected.push(Number(raw))
      expect([...new ByteWriter().varlong(value).view()]).toEqual(expected)
    }),
  )
})

it('refuses numbers that a double cannot hold', () => {
  const writer = new ByteWriter().bigInt64(2n ** 60n)
  expect(() => new ByteReader(writer.view()).int64()).toThrow(/2\^53/)
})

it.each(['uvarint', 'varint', 'varlong'] as const)('refuses an endless %s', (kind) => {
  const reader = new ByteReader(Buffer.alloc(20, 0xff))
  expect(() => reader[kind]()).toThrow(/varint too long/)
})

it('refuses a negative length', () => {
  expect(() => new ByteReader(Buffer.alloc(4)).bytes(-1)).toThrow(/bytes wanted/)
})

it('writes text and bytes and fills in reserved room', () => {
  const writer = new ByteWriter(2)
  const at = writer.reserve(4)
  writer.utf8('größe').bytes(Buffer.from([1, 2]))
  writer.setInt32(at, writer.length)
  const reader = new ByteReader(writer.view())
  expect(reader.int32()).toBe(writer.length)
  expect(reader.utf8(7)).toBe('größe')
  expect([...reader.bytes(2)]).toEqual([1, 2])
})
