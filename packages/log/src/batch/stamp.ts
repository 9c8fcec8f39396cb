import { crc32c } from '@millrace/kernel'
import { BatchHeader, setInt64 } from './header.ts'
import { ATTRIBUTES, BASE_OFFSET, CRC, LEADER_EPOCH, LOG_APPEND_TIME, MAX_TIMESTAMP } from './layout.ts'

/** Writes what the log gives to a batch; both fields lie outside the CRC. */
export function stampOffset(buffer: Buffer, at: number, baseOffset: number, leaderEpoch: number): void {
  setInt64(buffer, at + BASE_OFFSET, baseOffset)
  buffer.writeInt32BE(leaderEpoch, at + LEADER_EPOCH)
}

/**
 * Restamps a whole batch in place for a topic with LogAppendTime: attribute bit and max timestamp lie under the CRC,
 * which is made anew. Every record then has `timestamp` as its time; the records stay as they are.
 */
export function stampLogAppendTime(batch: Buffer, timestamp: number): void {
  const header = new BatchHeader(batch)
  batch.writeUInt16BE(header.attributes | LOG_APPEND_TIME, ATTRIBUTES)
  setInt64(batch, MAX_TIMESTAMP, timestamp)
  sealCrc(batch, 0, header.sizeBytes)
}

/** Computes the CRC of the batch at `at` and writes it. */
export function sealCrc(buffer: Buffer, at: number, size: number): void {
  buffer.writeUInt32BE(crc32c(buffer, at + ATTRIBUTES, at + size), at + CRC)
}
