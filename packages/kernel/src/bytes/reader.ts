import { Refusal } from '../errors.ts'

/**
 * Reads big-endian numbers and byte ranges from a buffer without copying. Every read checks the length first;
 * int64 comes out as a safe integer or is refused.
 *
 * @throws Refusal TRUNCATED, NUMBER_TOO_LARGE, MALFORMED_VARINT: with the position in bytes.
 */
export class ByteReader {
  readonly buffer: Buffer
  readonly end: number
  position: number

  constructor(buffer: Buffer, start = 0, end = buffer.length) {
    this.buffer = buffer
    this.position = start
    this.end = end
  }

  get remaining(): number {
    return this.end - this.position
  }

  int8(): number {
    return this.buffer.readInt8(this.take(1))
  }

  uint8(): number {
    return this.buffer[this.take(1)] as number
  }

  int16(): number {
    return this.buffer.readInt16BE(this.take(2))
  }

  uint16(): number {
    return this.buffer.readUInt16BE(this.take(2))
  }

  int32(): number {
    return this.buffer.readInt32BE(this.take(4))
  }

  uint32(): number {
    return this.buffer.readUInt32BE(this.take(4))
  }

  int64(): number {
    const at = this.take(8)
    const value = this.buffer.readInt32BE(at) * 2 ** 32 + this.buffer.readUInt32BE(at + 4)
    if (!Number.isSafeInteger(value)) throw new Refusal('NUMBER_TOO_LARGE', `int64 beyond 2^53 at byte ${at}`)
    return value
  }

  /** int64 in full, for fields that use all 64 bits (uuids, bit sets). */
  bigInt64(): bigint {
    return this.buffer.readBigInt64BE(this.take(8))
  }

  float64(): number {
    return this.buffer.readDoubleBE(this.take(8))
  }

  /** LEB128, up to 32 bits. */
  uvarint(): number {
    let value = 0
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.uint8()
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) return value > 0xffffffff ? this.#malformedVarint() : value
    }
    return this.#malformedVarint()
  }

  /** Zigzag LEB128, up to 32 bits. */
  varint(): number {
    const raw = this.uvarint()
    return (raw >>> 1) ^ -(raw & 1)
  }

  /** Zigzag LEB128, up to 64 bits, as a safe integer. */
  varlong(): number {
    let low = 0
    for (let shift = 0; shift < 49; shift += 7) {
      const byte = this.uint8()
      low += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) return unzigzag(low)
    }
    let high = 0n
    for (let shift = 49n; shift < 70n; shift += 7n) {
      const byte = this.uint8()
      high |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return this.#unzigzagBig(high | BigInt(low))
    }
    return this.#malformedVarint()
  }

  /** A view of the next `length` bytes. */
  bytes(length: number): Buffer {
    const at = this.take(length)
    return this.buffer.subarray(at, at + length)
  }

  utf8(length: number): string {
    const at = this.take(length)
    return this.buffer.toString('utf8', at, at + length)
  }

  skip(length: number): void {
    this.take(length)
  }

  /** Moves past `length` bytes and gives where they start. */
  take(length: number): number {
    const at = this.position
    if (length < 0 || length > this.end - at) {
      throw new Refusal('TRUNCATED', `${length} bytes wanted at byte ${at}, ${this.end - at} are there`)
    }
    this.position = at + length
    return at
  }

  #malformedVarint(): never {
    throw new Refusal('MALFORMED_VARINT', `varint too long before byte ${this.position}`)
  }

  #unzigzagBig(raw: bigint): number {
    const value = Number(BigInt.asIntN(64, (raw >> 1n) ^ -(raw & 1n)))
    if (!Number.isSafeInteger(value)) {
      throw new Refusal('NUMBER_TOO_LARGE', `varlong beyond 2^53 before byte ${this.position}`)
    }
    return value
  }
}

const unzigzag = (raw: number): number => (raw % 2 === 0 ? raw / 2 : -(raw + 1) / 2)
