import { invariant } from '@millrace/kernel'
import { type LogPartition, type StoredRecord, records, wholeBatchAt } from '@millrace/log'

const READ_BYTES = 1 << 20

/** Every durable record of a partition, oldest first: how state that lives in the log is rebuilt at start. */
export async function* storedRecords(partition: LogPartition): AsyncGenerator<StoredRecord> {
  let from = partition.startOffset
  while (from < partition.highWatermark) {
    const read = await partition.read({
      from,
      upTo: partition.highWatermark,
      maxBytes: READ_BYTES,
      atLeastOne: true,
    })
    for (const chunk of read.chunks) yield* recordsIn(chunk)
    if (read.nextOffset <= from) return
    from = read.nextOffset
  }
}

/** The records of whole batches that lie back to back. @throws Refusal INVALID_RECORD */
export function* recordsIn(chunk: Buffer): Generator<StoredRecord> {
  for (const batch of batchesIn(chunk)) yield* records(batch)
}

/** Whole batches that lie back to back, one by one: what is wrong inside one of them leaves the others readable. */
export function* batchesIn(chunk: Buffer): Generator<Buffer> {
  for (let at = 0; at < chunk.length;) {
    const size = wholeBatchAt(chunk, at)
    invariant(size !== undefined, 'reads give whole batches', `at byte ${at} of ${chunk.length}`)
    yield chunk.subarray(at, at + size)
    at += size
  }
}
