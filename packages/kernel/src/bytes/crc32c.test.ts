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
