import {
  ATTRIBUTES,
  BASE_OFFSET,
  BASE_SEQUENCE,
  BASE_TIMESTAMP,
  COMPRESSION_MASK,
  CONTROL,
  CRC,
  DELETE_HORIZON,
  LAST_OFFSET_DELTA,
  LEADER_EPOCH,
  LENGTH,
  LENGTH_OVERHEAD,
  LOG_APPEND_TIME,
  MAGIC,
  MAX_TIMESTAMP,
  PRODUCER_EPOCH,
  PRODUCER_ID,
  RECORD_COUNT,
  TRANSACTIONAL,
} from './layout.ts'

/**
 * The header of a record batch v2, read in place: a cursor over a buffer, so that walking many batches allocates
 * nothing. Nothing is checked; `checkBatch` and `wholeBatchAt` do that.
 */
export class BatchHeader {
  buffer: Buffer
  /** Where the batch begins in `buffer`. */
  at: number

  constructor(buffer: Buffer, at = 0) {
    this.buffer = buffer
    this.at = at
  }

  /** Points the cursor elsewhere. */
  over(buffer: Buffer, at: number): this {
    this.buffer = buffer
    this.at = at
    return this
  }

  get baseOffset(): number {
    return int64(this.buffer, this.at + BASE_OFFSET)
  }
  get lastOffset(): number {
    return this.baseOffset + this.lastOffsetDelta
  }
  /** Offset after the batch. */
  get nextOffset(): number {
    return this.baseOffset + this.lastOffsetDelta + 1
  }
  /** The whole batch, its header included. */
  get sizeBytes(): number {
    return this.buffer.readInt32BE(this.at + LENGTH) + LENGTH_OVERHEAD
  }
  get leaderEpoch(): number {
    return this.buffer.readInt32BE(this.at + LEADER_EPOCH)
  }
  get magic(): number {
    return this.buffer[this.at + MAGIC] as number
  }
  get crc(): number {
    return this.buffer.readUInt32BE(this.at + CRC)
  }
  get attributes(): number {
    return this.buffer.readUInt16BE(this.at + ATTRIBUTES)
  }
  /** Number of the compression codec, 0 for none. */
  get compression(): number {
    return this.attributes & COMPRESSION_MASK
  }
  get isLogAppendTime(): boolean {
    return (this.attributes & LOG_APPEND_TIME) !== 0
  }
  get isTransactional(): boolean {
    return (this.attributes & TRANSACTIONAL) !== 0
  }
  get isControl(): boolean {
    return (this.attributes & CONTROL) !== 0
  }
  /** When its tombstones and markers may go (ms since epoch), once compaction has said so (KIP-534). */
  get deleteHorizon(): number | undefined {
    return (this.attributes & DELETE_HORIZON) === 0 ? undefined : this.baseTimestamp
  }
  get lastOffsetDelta(): number {
    return this.buffer.readInt32BE(this.at + LAST_OFFSET_DELTA)
  }
  /** Milliseconds since epoch; -1 is none. */
  get baseTimestamp(): number {
    return int64(this.buffer, this.at + BASE_TIMESTAMP)
  }
  get maxTimestamp(): number {
    return int64(this.buffer, this.at + MAX_TIMESTAMP)
  }
  /** -1 when the producer is neither idempotent nor transactional. */
  get producerId(): number {
    return int64(this.buffer, this.at + PRODUCER_ID)
  }
  get producerEpoch(): number {
    return this.buffer.readInt16BE(this.at + PRODUCER_EPOCH)
  }
  get baseSequence(): number {
    return this.buffer.readInt32BE(this.at + BASE_SEQUENCE)
  }
  get lastSequence(): number {
    return addSequence(this.baseSequence, this.lastOffsetDelta)
  }
  get recordCount(): number {
    return this.buffer.readInt32BE(this.at + RECORD_COUNT)
  }
}

/** Sequences count from 0 to 2^31-1 and then begin at 0 again. */
export function addSequence(sequence: number, delta: number): number {
  return (sequence + delta) % 2 ** 31
}

/** int64 as a number: exact within 2^53, which `checkBatch` has made sure of. */
export function int64(buffer: Buffer, at: number): number {
  return buffer.readInt32BE(at) * 2 ** 32 + buffer.readUInt32BE(at + 4)
}

export function setInt64(buffer: Buffer, at: number, value: number): void {
  buffer.writeInt32BE(Math.floor(value / 2 ** 32), at)
  buffer.writeUInt32BE(value >>> 0, at + 4)
}

/** The same bytes as a Buffer; no copy. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
