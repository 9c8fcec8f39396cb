import { invariant } from '../errors.ts'

/** Writes big-endian numbers and byte ranges into a buffer that grows by doubling. */
export class ByteWriter {
  #buffer: Buffer
  #length = 0

  constructor(capacityBytes = 256) {
    this.#buffer = Buffer.allocUnsafe(capacityBytes)
  }

  get length(): number {
    return this.#length
  }

  int8(value: number): this {
    const at = this.#room(1)
    this.#buffer.writeInt8(value, at)
    return this
  }

  uint8(value: number): this {
    const at = this.#room(1)
    this.#buffer.writeUInt8(value, at)
    return this
  }

  int16(value: number): this {
    const at = this.#room(2)
    this.#buffer.writeInt16BE(value, at)
    return this
  }

  uint16(value: number): this {
    const at = this.#room(2)
    this.#buffer.writeUInt16BE(value, at)
    return this
  }

  int32(value: number): this {
    const at = this.#room(4)
    this.#buffer.writeInt32BE(value, at)
    return this
  }

  uint32(value: number): this {
    const at = this.#room(4)
    this.#buffer.writeUInt32BE(value, at)
    return this
  }

  int64(value: number): this {
    invariant(Number.isSafeInteger(value), 'int64 values are safe integers', String(value))
    const at = this.#room(8)
    this.#buffer.writeInt32BE(Math.floor(value / 2 ** 32), at)
    this.#buffer.writeUInt32BE(value >>> 0, at + 4)
    return this
  }

  bigInt64(value: bigint): this {
    const at = this.#room(8)
    this.#buffer.writeBigInt64BE(value, at)
    return this
  }

  float64(value: number): this {
    const at = this.#room(8)
    this.#buffer.writeDoubleBE(value, at)
    return this
  }

  /** LEB128 of a number in 0..2^53. */
  uvarint(value: number): this {
    let left = value
    while (left >= 0x80) {
      this.uint8((left % 128) | 0x80)
      left = Math.floor(left / 128)
    }
    return this.uint8(left)
  }

  /** Zigzag LEB128 of a 32-bit number. */
  varint(value: number): this {
    return this.uvarint(((value << 1) ^ (value >> 31)) >>> 0)
  }

  /** Zigzag LEB128 of a safe integer. */
  varlong(value: number): this {
    if (Math.abs(value) < 2 ** 51) return this.uvarint(value < 0 ? -2 * value - 1 : 2 * value)
    let left = value < 0 ? -2n * BigInt(value) - 1n : 2n * BigInt(value)
    while (left >= 0x80n) {
      this.uint8(Number(left & 0x7fn) | 0x80)
      left >>= 7n
    }
    return this.uint8(Number(left))
  }

  bytes(source: Uint8Array): this {
    const at = this.#room(source.length)
    this.#buffer.set(source, at)
    return this
  }

  utf8(text: string): this {
    const length = Buffer.byteLength(text)
    const at = this.#room(length)
    this.#buffer.write(text, at, length)
    return this
  }

  /** Leaves `length` bytes to be filled in by `setInt32`. */
  reserve(length: number): number {
    return this.#room(length)
  }

  setInt32(at: number, value: number): void {
    this.#buffer.writeInt32BE(value, at)
  }

  setUInt32(at: number, value: number): void {
    this.#buffer.writeUInt32BE(value, at)
  }

  /** What has been written: a view; writing on may move the bytes elsewhere. */
  view(): Buffer {
    return this.#buffer.subarray(0, this.#length)
  }

  #room(length: number): number {
    const at = this.#length
    const end = at + length
    if (end > this.#buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(end, this.#buffer.length * 2))
      this.#buffer.copy(larger, 0, 0, at)
      this.#buffer = larger
    }
    this.#length = end
    return at
  }
}
