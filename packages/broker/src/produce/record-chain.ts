import { Refusal } from '@millrace/kernel'
import type { BatchHeader } from '@millrace/log'

/** Bytes of a batch before its records. */
const HEADER_BYTES = 61
const UNCOMPRESSED = 0

/**
 * Whether an uncompressed batch holds as many records as its header says: each begins with its length, and the last
 * one ends the batch. Kafka finds the same by reading every record; here nothing is decoded and nothing allocated.
 * What is compressed stays closed.
 *
 * @throws Refusal INVALID_RECORD
 */
export function checkRecordChain(batch: Buffer, header: BatchHeader): void {
  if (header.compression !== UNCOMPRESSED) return
  const { recordCount } = header
  let at = HEADER_BYTES
  for (let index = 0; index < recordCount; index++) {
    let length = 0
    let shift = 0
    let byte = 0x80
    while (byte >= 0x80 && shift < 35) {
      byte = batch[at++] ?? 0xff
      length += (byte & 0x7f) * 2 ** shift
      shift += 7
    }
    // Zigzag: lengths are not negative.
    if (byte >= 0x80 || length % 2 !== 0) throw broken(index, recordCount, 'has no proper length')
    at += length / 2
    if (at > batch.length) throw broken(index, recordCount, 'goes beyond the end of the batch')
  }
  if (at < batch.length) {
    throw new Refusal('INVALID_RECORD', `${batch.length - at} bytes follow the last of ${recordCount} records`)
  }
}

function broken(index: number, count: number, what: string): Refusal {
  return new Refusal('INVALID_RECORD', `record ${index} of ${count} ${what}`)
}
