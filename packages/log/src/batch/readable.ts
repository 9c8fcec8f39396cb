import { Refusal } from '@millrace/kernel'
import { type StoredRecord, records } from './records.ts'

/**
 * All records of a batch, or none: a producer's CRC may be right over bytes that are no records, or that nothing can
 * decompress. `unreadable` hears why; whoever looks at many batches passes over this one.
 */
export function readableRecords(
  batch: Uint8Array,
  unreadable: (why: string) => void,
): readonly StoredRecord[] | undefined {
  try {
    return [...records(batch)]
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    unreadable(error.message)
    return undefined
  }
}
