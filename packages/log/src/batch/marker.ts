import { Refusal } from '@millrace/kernel'
import { buildBatch } from './build.ts'
import type { BatchHeader } from './header.ts'
import { records } from './records.ts'

/** The end of a transaction in one partition (Kafka's `EndTransactionMarker` in a control batch). */
export interface TransactionMarker {
  readonly commit: boolean
  readonly coordinatorEpoch: number
}

const ABORT = 0
const COMMIT = 1

/** A control batch of one record: key = version int16, type int16; value = version int16, coordinator epoch int32. */
export function buildMarker(
  marker: TransactionMarker & {
    readonly producerId: number
    readonly producerEpoch: number
    readonly timestamp: number
  },
): Buffer {
  const key = Buffer.alloc(4)
  key.writeInt16BE(marker.commit ? COMMIT : ABORT, 2)
  const value = Buffer.alloc(6)
  value.writeInt32BE(marker.coordinatorEpoch, 2)
  return buildBatch({
    records: [{ key, value, timestamp: marker.timestamp }],
    producer: { id: marker.producerId, epoch: marker.producerEpoch, sequence: -1 },
    transactional: true,
    control: true,
  })
}

/**
 * What a control batch says; undefined for control types other than the end of a transaction.
 *
 * @throws Refusal INVALID_RECORD when its key or value is too short.
 */
export function readMarker(header: BatchHeader): TransactionMarker | undefined {
  const batch = header.buffer.subarray(header.at, header.at + header.sizeBytes)
  for (const { key, value } of records(batch)) {
    if (key === null || key.length < 4) throw new Refusal('INVALID_RECORD', 'a control record has a key of 4 bytes')
    const type = key.readInt16BE(2)
    if (type !== ABORT && type !== COMMIT) return undefined
    if (value === null || value.length < 6) throw new Refusal('INVALID_RECORD', 'a marker has a value of 6 bytes')
    return { commit: type === COMMIT, coordinatorEpoch: value.readInt32BE(2) }
  }
  return undefined
}
