import type { ByteReader, ByteWriter } from '@millrace/kernel'

/** Keys of partition 1 begin here: written as what lies beyond it, they take three or four bytes and not eight. */
const KEY_BASE = 2 ** 51
/** Beyond it zigzag varints would need big integers. */
const SHORT = 2 ** 45
const OTHER = -1

/** A whole number as a zigzag varint: twice the number, a key as twice its rest and one, -1 before a float64. */
export function writeInt(writer: ByteWriter, value: number): void {
  if (value > -SHORT && value < SHORT) writer.varlong(value * 2)
  else if (value >= KEY_BASE && value < KEY_BASE + SHORT) writer.varlong((value - KEY_BASE) * 2 + 1)
  else writer.varlong(OTHER).float64(value)
}

export function readInt(reader: ByteReader): number {
  const read = reader.varlong()
  if (read % 2 === 0) return read / 2
  return read === OTHER ? reader.float64() : (read - 1) / 2 + KEY_BASE
}
