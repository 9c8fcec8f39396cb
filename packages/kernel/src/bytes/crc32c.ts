import { SLICES, TABLES } from './crc32c-tables.ts'
import { type LargeChecksum, largeChecksum } from './crc32c-wasm.ts'

/** From here on the copy into the module's memory is worth it: 1.8 GB/s against 0.7 GB/s. */
const LARGE_BYTES = 512

let large: LargeChecksum | undefined

/**
 * CRC-32C (Castagnoli, RFC 3720 appendix B.4), as Kafka's record batch v2 uses it. Continues `crc` (0 to start) over
 * `bytes[start..end)`.
 */
export function crc32c(bytes: Uint8Array, start = 0, end = bytes.length, crc = 0): number {
  const length = end - start
  if (length < LARGE_BYTES) return ~small(bytes, start, end, ~crc) >>> 0
  large ??= largeChecksum()
  const steps = end - (length % SLICES)
  return ~small(bytes, steps, end, large.over(bytes, start, steps, ~crc)) >>> 0
}

/** Eight bytes a step, without a copy. Takes and gives the inverted value. */
function small(bytes: Uint8Array, start: number, end: number, crc: number): number {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = TABLES as readonly [
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
  ]
  let value = crc
  let at = start
  for (const last = end - 7; at < last; at += 8) {
    value ^=
      (bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24)
    value =
      (t7[value & 0xff] as number) ^
      (t6[(value >>> 8) & 0xff] as number) ^
      (t5[(value >>> 16) & 0xff] as number) ^
      (t4[value >>> 24] as number) ^
      (t3[bytes[at + 4] as number] as number) ^
      (t2[bytes[at + 5] as number] as number) ^
      (t1[bytes[at + 6] as number] as number) ^
      (t0[bytes[at + 7] as number] as number)
  }
  for (; at < end; at++) value = (t0[(value ^ (bytes[at] as number)) & 0xff] as number) ^ (value >>> 8)
  return value
}
