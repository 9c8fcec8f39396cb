import { Refusal, crc32c } from '@millrace/kernel'
import { codecOf } from './compression/index.ts'
import { BatchHeader, asBuffer } from './header.ts'
import { ATTRIBUTES, HEADER_BYTES, LENGTH, LENGTH_OVERHEAD, MAGIC, MAGIC_V2 } from './layout.ts'

/** Kafka's own error codes for a produced batch. */
export type BatchRefusal =
  | 'CORRUPT_MESSAGE'
  | 'INVALID_RECORD'
  | 'UNSUPPORTED_FOR_MESSAGE_FORMAT'
  | 'UNSUPPORTED_COMPRESSION_TYPE'

/**
 * Looks at everything of a produced batch but its records, as a broker must before it takes it: exactly one whole v2
 * batch, CRC-32C right, count and offsets consistent, numbers within 2^53.
 *
 * @throws Refusal CORRUPT_MESSAGE (size, CRC), INVALID_RECORD (count, offsets, more than one batch),
 *   UNSUPPORTED_FOR_MESSAGE_FORMAT (magic below 2), UNSUPPORTED_COMPRESSION_TYPE.
 */
export function checkBatch(bytes: Uint8Array): BatchHeader {
  const buffer = asBuffer(bytes)
  checkSize(buffer)
  const header = new BatchHeader(buffer)
  const crc = crc32c(buffer, ATTRIBUTES)
  if (crc !== header.crc) refuse('CORRUPT_MESSAGE', `CRC-32C is ${crc}, the header says ${header.crc}`)
  checkFields(header)
  return header
}

/** Size of the whole v2 batch that begins at `at`, or undefined when none does or it is cut. */
export function wholeBatchAt(buffer: Buffer, at: number): number | undefined {
  if (buffer.length - at < HEADER_BYTES) return undefined
  const size = buffer.readInt32BE(at + LENGTH) + LENGTH_OVERHEAD
  if (size < HEADER_BYTES || size > buffer.length - at || buffer[at + MAGIC] !== MAGIC_V2) return undefined
  return size
}

/** Whether the bytes of the whole batch at `at` are those that its CRC was made from. */
export function crcHolds(buffer: Buffer, at: number, size: number): boolean {
  return crc32c(buffer, at + ATTRIBUTES, at + size) === new BatchHeader(buffer, at).crc
}

function checkSize(buffer: Buffer): void {
  if (buffer.length < MAGIC + 1)
    refuse('CORRUPT_MESSAGE', `a batch has ${HEADER_BYTES} bytes or more, not ${buffer.length}`)
  const magic = buffer[MAGIC] as number
  if (magic < MAGIC_V2) {
    refuse('UNSUPPORTED_FOR_MESSAGE_FORMAT', `message format ${magic} is not taken: produce with format 2`)
  }
  if (magic > MAGIC_V2) refuse('CORRUPT_MESSAGE', `magic is ${magic}, 2 is known`)
  if (buffer.length < HEADER_BYTES) {
    refuse('CORRUPT_MESSAGE', `a batch has ${HEADER_BYTES} bytes or more, not ${buffer.length}`)
  }
  const size = buffer.readInt32BE(LENGTH) + LENGTH_OVERHEAD
  if (size < HEADER_BYTES || size > buffer.length) {
    refuse('CORRUPT_MESSAGE', `the batch says it has ${size} bytes, ${buffer.length} are there`)
  }
  if (size < buffer.length) {
    refuse('INVALID_RECORD', `one batch a partition is taken, ${buffer.length - size} bytes follow the first`)
  }
}

function checkFields(header: BatchHeader): void {
  codecOf(header.compression)
  const { recordCount, lastOffsetDelta } = header
  if (recordCount < 1) refuse('INVALID_RECORD', `a batch holds at least one record, not ${recordCount}`)
  if (lastOffsetDelta !== recordCount - 1) {
    refuse('INVALID_RECORD', `${recordCount} records end at offset delta ${recordCount - 1}, not ${lastOffsetDelta}`)
  }
  for (const name of ['baseTimestamp', 'maxTimestamp', 'producerId'] as const) {
    if (!Number.isSafeInteger(header[name])) refuse('INVALID_RECORD', `${name} is beyond 2^53`)
  }
  if (header.producerId >= 0 && !header.isControl && header.baseSequence < 0) {
    refuse('INVALID_RECORD', `producer ${header.producerId} sent no sequence number`)
  }
}

function refuse(code: BatchRefusal, text: string): never {
  throw new Refusal(code, text)
}
