import { crc32 } from 'node:zlib'

/**
 * A frame of the write-ahead log, big-endian:
 *
 *     0  uint32  magic "MLWF"
 *     4  8 bytes salt of the file: a frame of another file, or of a file's earlier life, is no frame here
 *    12  uint32  CRC-32 of everything from 16 on
 *    16  uint32  length of the whole frame
 *    20  int64   log sequence number
 *    28  int64   the last sequence number that was known durable when the frame was made
 *    36  uint32  number of entries
 *    40          entries
 *
 * An entry: type uint8, flags uint8, two bytes 0, partition uint32, length uint32, and `length` bytes.
 */
export const FRAME_MAGIC = 0x4d4c5746
export const FRAME_HEADER_BYTES = 40
export const ENTRY_HEADER_BYTES = 12
export const SALT_BYTES = 8

/** Types of entries; the order within a frame is that of `Frame`, swaps last. */
export const ENTRY = { create: 1, batch: 2, startOffset: 3, remove: 4, swap: 5 } as const

/** The batch begins a new segment: where segments end is part of what is logged, so that replay ends them alike. */
export const BEGINS_SEGMENT = 1

export interface FrameHeader {
  readonly at: number
  readonly length: number
  readonly lsn: number
  readonly durableLsn: number
  readonly entryCount: number
}

export interface Entry {
  type: number
  flags: number
  partition: number
  /** Where the body lies in the buffer. */
  at: number
  length: number
}

/** Seals a frame whose entries are in place. */
export function sealFrame(buffer: Buffer, at: number, salt: Uint8Array, frame: Omit<FrameHeader, 'at'>): void {
  buffer.writeUInt32BE(FRAME_MAGIC, at)
  buffer.set(salt, at + 4)
  buffer.writeUInt32BE(frame.length, at + 16)
  writeInt64(buffer, at + 20, frame.lsn)
  writeInt64(buffer, at + 28, frame.durableLsn)
  buffer.writeUInt32BE(frame.entryCount, at + 36)
  buffer.writeUInt32BE(crc32(buffer.subarray(at + 16, at + frame.length)), at + 12)
}

/** The whole, right frame at `at`, or undefined. */
export function frameAt(buffer: Buffer, at: number, salt: Buffer): FrameHeader | undefined {
  if (!looksLikeFrame(buffer, at, salt)) return undefined
  const length = buffer.readUInt32BE(at + 16)
  if (length < FRAME_HEADER_BYTES || length > buffer.length - at) return undefined
  if (crc32(buffer.subarray(at + 16, at + length)) !== buffer.readUInt32BE(at + 12)) return undefined
  return {
    at,
    length,
    lsn: readInt64(buffer, at + 20),
    durableLsn: readInt64(buffer, at + 28),
    entryCount: buffer.readUInt32BE(at + 36),
  }
}

/** Whether a frame of this file begins at `at`, whole or not. */
export function looksLikeFrame(buffer: Buffer, at: number, salt: Buffer): boolean {
  if (buffer.length - at < FRAME_HEADER_BYTES) return false
  return buffer.readUInt32BE(at) === FRAME_MAGIC && buffer.compare(salt, 0, SALT_BYTES, at + 4, at + 12) === 0
}

/** Writes an entry's header; gives where its body goes. */
export function putEntry(buffer: Buffer, at: number, entry: Omit<Entry, 'at'>): number {
  buffer[at] = entry.type
  buffer[at + 1] = entry.flags
  buffer[at + 2] = 0
  buffer[at + 3] = 0
  buffer.writeUInt32BE(entry.partition, at + 4)
  buffer.writeUInt32BE(entry.length, at + 8)
  return at + ENTRY_HEADER_BYTES
}

/** The entries of a whole frame, in order; the same object is reused for each. */
export function* entriesOf(buffer: Buffer, frame: FrameHeader): Generator<Entry> {
  const entry: Entry = { type: 0, flags: 0, partition: 0, at: 0, length: 0 }
  let at = frame.at + FRAME_HEADER_BYTES
  for (let index = 0; index < frame.entryCount; index++) {
    entry.type = buffer[at] as number
    entry.flags = buffer[at + 1] as number
    entry.partition = buffer.readUInt32BE(at + 4)
    entry.length = buffer.readUInt32BE(at + 8)
    entry.at = at + ENTRY_HEADER_BYTES
    at = entry.at + entry.length
    yield entry
  }
}

function writeInt64(buffer: Buffer, at: number, value: number): void {
  buffer.writeUInt32BE(Math.floor(value / 2 ** 32), at)
  buffer.writeUInt32BE(value >>> 0, at + 4)
}

function readInt64(buffer: Buffer, at: number): number {
  return buffer.readUInt32BE(at) * 2 ** 32 + buffer.readUInt32BE(at + 4)
}
