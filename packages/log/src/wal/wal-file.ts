import { ByteReader, ByteWriter, type DiskFile, Refusal } from '@millrace/kernel'
import { crc32 } from 'node:zlib'
import { SALT_BYTES } from './frame-format.ts'

export const WAL_DIRECTORY = 'wal'
/** Magic, version, salt, first lsn, CRC-32; the rest of the block is 0. */
export const WAL_HEADER_BYTES = 64
export const WAL_VERSION = 1
const WAL_MAGIC = 0x4d4c574c
const USED_BYTES = 25

/** A write-ahead file: while it is being staged its `file` is not there yet. */
export interface WalFile {
  readonly salt: Buffer
  /** First sequence number in it; everything before was durable when the file got its name. */
  readonly firstLsn: number
  file: DiskFile | undefined
  /** Bytes that have been staged for it, its header included. */
  stagedBytes: number
  /** Bytes that are in it. */
  writtenBytes: number
}

export interface WalHeader {
  readonly salt: Buffer
  readonly firstLsn: number
}

export function walName(firstLsn: number): string {
  return `${WAL_DIRECTORY}/${String(firstLsn).padStart(16, '0')}.wal`
}

/** First sequence number by a file's name; undefined for other files. */
export function walFirstLsn(name: string): number | undefined {
  const match = /^(\d{16})\.wal$/.exec(name)
  return match === null ? undefined : Number(match[1])
}

export function encodeWalHeader({ salt, firstLsn }: WalHeader): Buffer {
  const writer = new ByteWriter(WAL_HEADER_BYTES)
  writer.uint32(WAL_MAGIC).uint8(WAL_VERSION).bytes(salt).int64(firstLsn)
  writer.uint32(crc32(writer.view()))
  writer.bytes(Buffer.alloc(WAL_HEADER_BYTES - USED_BYTES))
  return Buffer.from(writer.view())
}

/**
 * Undefined when the bytes are no header.
 *
 * @throws Refusal UNKNOWN_FORMAT when it was written by a newer version.
 */
export function decodeWalHeader(bytes: Buffer): WalHeader | undefined {
  if (bytes.length < WAL_HEADER_BYTES) return undefined
  const reader = new ByteReader(bytes)
  if (reader.uint32() !== WAL_MAGIC) return undefined
  const version = reader.uint8()
  const salt = Buffer.from(reader.bytes(SALT_BYTES))
  const firstLsn = Number(reader.bigInt64())
  if (reader.uint32() !== crc32(bytes.subarray(0, USED_BYTES - 4))) return undefined
  if (version !== WAL_VERSION) {
    throw new Refusal(
      'UNKNOWN_FORMAT',
      `the write-ahead log has format ${version}, this version reads ${WAL_VERSION}: start the version that wrote it`,
    )
  }
  return { salt, firstLsn }
}
