import { ByteWriter, Refusal } from '@millrace/kernel'
import { type CompressionName, compressionNumber, codecs } from './compression/index.ts'
import {
  CONTROL,
  DELETE_HORIZON,
  HEADER_BYTES,
  LENGTH_OVERHEAD,
  LOG_APPEND_TIME,
  MAGIC_V2,
  TRANSACTIONAL,
} from './layout.ts'
import { sealCrc } from './stamp.ts'

export interface NewRecord {
  readonly key?: Uint8Array | string | null
  readonly value?: Uint8Array | string | null
  readonly headers?: readonly { readonly key: string; readonly value: Uint8Array | string | null }[]
  /** Milliseconds since epoch; the batch's `timestamp` when left out. */
  readonly timestamp?: number
  /** Offset within the batch; its place in the list when left out. Compaction leaves gaps. */
  readonly offsetDelta?: number
}

export interface NewBatch {
  readonly records: readonly NewRecord[]
  /** For records that have none of their own. */
  readonly timestamp?: number
  readonly compression?: CompressionName
  readonly producer?: { readonly id: number; readonly epoch: number; readonly sequence: number }
  readonly transactional?: boolean
  readonly control?: boolean
  readonly logAppendTime?: boolean
  readonly baseOffset?: number
  readonly leaderEpoch?: number
  /** Only compaction sets these two. */
  readonly lastOffsetDelta?: number
  readonly deleteHorizon?: number | undefined
}

const NO_PRODUCER = { id: -1, epoch: -1, sequence: -1 }

/**
 * Makes a record batch v2 from records.
 *
 * @throws Refusal INVALID_RECORD when there are no records and no `lastOffsetDelta`.
 */
export function buildBatch(batch: NewBatch): Buffer {
  const { records } = batch
  if (records.length === 0 && batch.lastOffsetDelta === undefined) {
    throw new Refusal('INVALID_RECORD', 'a batch holds at least one record')
  }
  const stamp = (record: NewRecord): number => record.timestamp ?? batch.timestamp ?? -1
  const first = records[0]
  const baseTimestamp = batch.deleteHorizon ?? (first === undefined ? -1 : stamp(first))
  const writer = new ByteWriter(HEADER_BYTES + records.length * 64)
  let maxTimestamp = -1
  for (const record of records) maxTimestamp = Math.max(maxTimestamp, stamp(record))
  writeHeader(writer, batch, baseTimestamp, maxTimestamp)
  if (batch.compression === undefined || batch.compression === 'none') {
    writeRecords(writer, records, baseTimestamp, stamp)
  } else {
    const plain = new ByteWriter(records.length * 64)
    writeRecords(plain, records, baseTimestamp, stamp)
    writer.bytes(codecs[batch.compression].compress(plain.view()))
  }
  const bytes = writer.view()
  bytes.writeInt32BE(bytes.length - LENGTH_OVERHEAD, 8)
  sealCrc(bytes, 0, bytes.length)
  return bytes
}

function writeHeader(writer: ByteWriter, batch: NewBatch, baseTimestamp: number, maxTimestamp: number): void {
  const producer = batch.producer ?? NO_PRODUCER
  writer
    .int64(batch.baseOffset ?? 0)
    .int32(0) // length: known at the end
    .int32(batch.leaderEpoch ?? -1)
    .int8(MAGIC_V2)
    .uint32(0) // CRC: made at the end
    .uint16(attributesOf(batch))
    .int32(batch.lastOffsetDelta ?? batch.records.length - 1)
    .int64(baseTimestamp)
    .int64(maxTimestamp)
    .int64(producer.id)
    .int16(producer.epoch)
    .int32(producer.sequence)
    .int32(batch.records.length)
}

function attributesOf(batch: NewBatch): number {
  return (
    compressionNumber(batch.compression ?? 'none') |
    (batch.logAppendTime === true ? LOG_APPEND_TIME : 0) |
    (batch.transactional === true ? TRANSACTIONAL : 0) |
    (batch.control === true ? CONTROL : 0) |
    (batch.deleteHorizon === undefined ? 0 : DELETE_HORIZON)
  )
}

function writeRecords(
  writer: ByteWriter,
  records: readonly NewRecord[],
  baseTimestamp: number,
  stamp: (record: NewRecord) => number,
): void {
  for (const [index, record] of records.entries()) {
    const key = bytesOf(record.key)
    const value = bytesOf(record.value)
    const body = new ByteWriter(32 + (key?.length ?? 0) + (value?.length ?? 0))
    body
      .int8(0)
      .varlong(stamp(record) - baseTimestamp)
      .varint(record.offsetDelta ?? index)
    writeNullable(body, key)
    writeNullable(body, value)
    const headers = record.headers ?? []
    body.varint(headers.length)
    for (const header of headers) {
      body.varint(Buffer.byteLength(header.key)).utf8(header.key)
      writeNullable(body, bytesOf(header.value))
    }
    writer.varint(body.length).bytes(body.view())
  }
}

function writeNullable(writer: ByteWriter, bytes: Uint8Array | null): void {
  if (bytes === null) writer.varint(-1)
  else writer.varint(bytes.length).bytes(bytes)
}

function bytesOf(value: Uint8Array | string | null | undefined): Uint8Array | null {
  if (value === null || value === undefined) return null
  return typeof value === 'string' ? Buffer.from(value) : value
}
