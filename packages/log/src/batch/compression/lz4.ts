import { ByteReader, Refusal, messageOf } from '@millrace/kernel'
import { lz4Compress, lz4Decompress } from '@platformatic/wasm-utils'
import { type Codec, corrupt, tooLarge } from './codec.ts'

/** LZ4 in its frame format (lz4_Frame_format.md), as Kafka writes it since message format 2. */
export const lz4: Codec = {
  compress: (plain) => lz4Compress(plain),
  decompress(stored, maxBytes) {
    if (atMost(stored) > maxBytes) throw tooLarge(maxBytes)
    try {
      return lz4Decompress(stored)
    } catch (error) {
      throw corrupt('lz4', messageOf(error))
    }
  },
}

const FRAME_MAGIC = 0x184d2204
/** A byte of LZ4 stands for 255 bytes at the most. */
const MOST_EXPANSION = 255
const STORED_AS_IS = 0x80000000

/**
 * How much a frame can unfold to, from the sizes of its blocks, before any of it is unfolded. With blocks of 4 MB the
 * bound is loose: what might be too large is refused too.
 */
function atMost(stored: Buffer): number {
  try {
    return sumOfBlocks(new ByteReader(stored))
  } catch (error) {
    if (error instanceof Refusal && error.code === 'CORRUPT_COMPRESSION') throw error
    throw corrupt('lz4', messageOf(error))
  }
}

function sumOfBlocks(reader: ByteReader): number {
  const magic = reader.bytes(4).readUInt32LE()
  if (magic !== FRAME_MAGIC) throw corrupt('lz4', 'it does not begin with the magic number of a frame')
  const flags = reader.uint8()
  const largestBlock = blockBytes(reader.uint8())
  if ((flags & 0x08) !== 0) reader.skip(8) // content size: claimed, not believed
  if ((flags & 0x01) !== 0) reader.skip(4) // dictionary
  reader.skip(1) // header checksum: lz4Decompress looks at it
  let total = 0
  for (;;) {
    const field = reader.bytes(4).readUInt32LE()
    if (field === 0) return total
    const size = field % STORED_AS_IS
    reader.skip(size)
    total += field >= STORED_AS_IS ? size : Math.min(largestBlock, size * MOST_EXPANSION)
    if ((flags & 0x10) !== 0) reader.skip(4) // block checksum
  }
}

/** Codes 4 to 7 are 64 KB, 256 KB, 1 MB and 4 MB. */
function blockBytes(descriptor: number): number {
  const code = (descriptor >> 4) & 0x07
  if (code < 4) throw corrupt('lz4', `block size ${code} is not defined`)
  return 2 ** (8 + 2 * code)
}
