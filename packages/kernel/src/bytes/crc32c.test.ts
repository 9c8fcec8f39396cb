import fc from 'fast-check'
import { expect, it } from 'vitest'
import { crc32c } from './crc32c.ts'

it('gives the check value of the catalogue of parametrised CRC algorithms', () => {
  expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283)
})

it('gives the values of RFC 3720, appendix B.4', () => {
  expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa)
  expect(crc32c(Buffer.alloc(32, 0xff))).toBe(0x62a8ab43)
  expect(crc32c(Buffer.from(Array.from({ length: 32 }, (_, index) => index)))).toBe(0x46dd794e)
})

it('can be continued at any byte, and sees only its range', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(100), (bytes, cut) => {
      const middle = Math.min(cut, bytes.length)
      const whole = crc32c(bytes)
      expect(crc32c(bytes, middle, bytes.length, crc32c(bytes, 0, middle))).toBe(whole)
      expect(crc32c(Uint8Array.from([9, ...bytes, 9]), 1, bytes.length + 1)).toBe(whole)
    }),
  )
})

it('gives the same for long ranges as byte by byte, wherever they begin and end', () => {
  const long = fc.record({ length: fc.nat(300_000), start: fc.nat(40), seed: fc.nat(255), crc: fc.nat() })
  fc.assert(
    fc.property(long, ({ length, start, seed, crc }) => {
      const bytes = Uint8Array.from(
        { length: start + length + 3 },
        (_, index) => (index * 31 + (index >> 8) + seed) & 255,
      )
      let expected = crc
      for (let at = start; at < start + length; at += 100) {
        expected = crc32c(bytes, at, Math.min(at + 100, start + length), expected)
      }
      expect(crc32c(bytes, start, start + length, crc)).toBe(expected >>> 0)
    }),
    { numRuns: 30 },
  )
})
