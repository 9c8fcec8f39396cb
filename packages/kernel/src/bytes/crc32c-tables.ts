/** How many bytes a step of the checksum takes at most. */
export const SLICES = 16

/**
 * Table `n` holds, for each byte, the remainder of that byte followed by `n` zero bytes, so that a step looks all of
 * its bytes up at once ("slicing", Kounavis and Berry 2005). Reflected polynomial of CRC-32C (Castagnoli): 0x82F63B78.
 */
export const TABLES: readonly Int32Array[] = tables()

function tables(): Int32Array[] {
  const first = Int32Array.from({ length: 256 }, (_, byte) => {
    let value = byte
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1
    return value
  })
  const all = [first]
  for (let table = 1; table < SLICES; table++) {
    const previous = all[table - 1] as Int32Array
    all.push(Int32Array.from(previous, (value) => (first[value & 0xff] as number) ^ (value >>> 8)))
  }
  return all
}
