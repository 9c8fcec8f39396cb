import { ByteReader, messageOf } from '@millrace/kernel'
import { snappyCompress, snappyDecompress } from '@platformatic/wasm-utils'
import { type Codec, corrupt, tooLarge } from './codec.ts'

/**
 * Snappy in the framing of xerial's snappy-java, which Kafka's Java client writes: 8 bytes magic, version and
 * compatible version (int32 each, 1), then blocks of int32 length and raw snappy. Raw snappy without the frame,
 * which some clients send, is read too.
 */
const MAGIC = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00])
const PREAMBLE_BYTES = 16
const BLOCK_BYTES = 32 * 1024

export const snappy: Codec = {
  compress(plain) {
    const parts = [MAGIC, int32(1), int32(1)]
    for (let at = 0; at < plain.length; at += BLOCK_BYTES) {
      const block = snappyCompress(plain.subarray(at, at + BLOCK_BYTES))
      parts.push(int32(block.length), block)
    }
    return Buffer.concat(parts)
  },

  decompress(stored, maxBytes) {
    const blocks = stored.subarray(0, MAGIC.length).equals(MAGIC) ? framedBlocks(stored) : [stored]
    let total = 0
    // The sizes that the blocks claim are added up before the first is unfolded.
    for (const block of blocks) total += claimedSize(block)
    if (total > maxBytes) throw tooLarge(maxBytes)
    return Buffer.concat(blocks.map(unfold))
  },
}

function framedBlocks(stored: Buffer): Buffer[] {
  const blocks: Buffer[] = []
  try {
    const reader = new ByteReader(stored, PREAMBLE_BYTES)
    while (reader.remaining > 0) blocks.push(reader.bytes(reader.int32()))
  } catch (error) {
    throw corrupt('snappy', messageOf(error))
  }
  return blocks
}

/** Raw snappy begins with the size of what it unfolds to, as a varint. */
function claimedSize(block: Buffer): number {
  try {
    return new ByteReader(block).uvarint()
  } catch (error) {
    throw corrupt('snappy', messageOf(error))
  }
}

function unfold(block: Buffer): Buffer {
  try {
    return snappyDecompress(block)
  } catch (error) {
    throw corrupt('snappy', messageOf(error))
  }
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}
