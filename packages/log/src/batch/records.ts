import { ByteReader, Refusal } from '@millrace/kernel'
import { DEFAULT_DECOMPRESSED_BYTES, codecOf } from './compression/index.ts'
import { BatchHeader, asBuffer } from './header.ts'
import { HEADER_BYTES } from './layout.ts'

export interface RecordHeader {
  readonly key: string
  readonly value: Buffer | null
}

/** A record as it is stored; key, value and header values are views of the batch (or of its decompressed bytes). */
export interface StoredRecord {
  readonly offset: number
  /** Milliseconds since epoch; the batch's append time when the topic says so. */
  readonly timestamp: number
  readonly key: Buffer | null
  /** null is a tombstone on a compacted topic. */
  readonly value: Buffer | null
  readonly headers: readonly RecordHeader[]
}

export interface ReadRecordsOptions {
  /** Refuses a batch that would unfold to more. */
  readonly maxDecompressedBytes?: number
}

/**
 * The records of one whole batch, in order.
 *
 * @throws Refusal INVALID_RECORD when the bytes are no records, or not as many as the header says;
 *   RECORD_BATCH_TOO_LARGE, CORRUPT_COMPRESSION from the codec.
 */
export function* records(batch: Uint8Array, options: ReadRecordsOptions = {}): Generator<StoredRecord> {
  const header = new BatchHeader(asBuffer(batch))
  const { baseOffset, recordCount, maxTimestamp } = header
  // With a delete horizon the base timestamp holds the horizon, and the deltas count from it (KIP-534).
  const { baseTimestamp, isLogAppendTime } = header
  const reader = new ByteReader(recordBytes(header, options))
  for (let index = 0; index < recordCount; index++) {
    const record = wellFormed(() => readRecord(reader, baseOffset, baseTimestamp))
    yield isLogAppendTime ? { ...record, timestamp: maxTimestamp } : record
  }
  if (reader.remaining > 0) throw new Refusal('INVALID_RECORD', `${reader.remaining} bytes follow the last record`)
}

/** The bytes of the records, decompressed. */
export function recordBytes(header: BatchHeader, options: ReadRecordsOptions = {}): Buffer {
  const stored = header.buffer.subarray(header.at + HEADER_BYTES, header.at + header.sizeBytes)
  const limit = options.maxDecompressedBytes ?? DEFAULT_DECOMPRESSED_BYTES
  return codecOf(header.compression).decompress(stored, limit)
}

function readRecord(reader: ByteReader, baseOffset: number, baseTimestamp: number): StoredRecord {
  const length = reader.varint()
  const end = reader.position + length
  reader.skip(1) // attributes: none are defined
  const timestamp = baseTimestamp + reader.varlong()
  const offset = baseOffset + reader.varint()
  const key = nullable(reader)
  const value = nullable(reader)
  const headers = readHeaders(reader)
  if (reader.position !== end) throw new Refusal('INVALID_RECORD', `record at offset ${offset} is not ${length} bytes`)
  return { offset, timestamp, key, value, headers }
}

const NO_HEADERS: readonly RecordHeader[] = []

function readHeaders(reader: ByteReader): readonly RecordHeader[] {
  const count = reader.varint()
  if (count === 0) return NO_HEADERS
  // A header takes two bytes at least: a forged count ends here.
  if (count < 0 || count * 2 > reader.remaining) throw new Refusal('INVALID_RECORD', `${count} headers do not fit`)
  const headers: RecordHeader[] = []
  for (let index = 0; index < count; index++)
    headers.push({ key: reader.utf8(reader.varint()), value: nullable(reader) })
  return headers
}

function nullable(reader: ByteReader): Buffer | null {
  const length = reader.varint()
  return length < 0 ? null : reader.bytes(length)
}

function wellFormed<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof Refusal && error.code !== 'INVALID_RECORD') throw new Refusal('INVALID_RECORD', error.message)
    throw error
  }
}
