import { invariant } from '@millrace/kernel'
import { type LogPartition, type StoredRecord, records, wholeBatchAt } from '@millrace/log'

const READ_BYTES = 1 << 20

/** Every durable record from an offset on, oldest first. */
export async function* storedFrom(partition: LogPartition, offset: number): AsyncGenerator<StoredRecord> {
  let from = Math.max(offset, partition.startOffset)
  while (from < partition.highWatermark) {
    const read = await partition.read({ from, upTo: partition.highWatermark, maxBytes: READ_BYTES, atLeastOne: true })
    for (const chunk of read.chunks) {
      for (const record of recordsIn(chunk)) if (record.offset >= from) yield record
    }
    if (read.nextOffset <= from) return
    from = read.nextOffset
  }
}

function* recordsIn(chunk: Buffer): Generator<StoredRecord> {
  for (let at = 0; at < chunk.length;) {
    const size = wholeBatchAt(chunk, at)
    invariant(size !== undefined, 'reads give whole batches', `at byte ${at} of ${chunk.length}`)
    yield* records(chunk.subarray(at, at + size))
    at += size
  }
}
