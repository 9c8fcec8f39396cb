import { batchesIn, recordsIn } from '@millrace/broker'
import { EventRefusal } from '@millrace/cloudevents'
import { type RecordBlock, Refusal } from '@millrace/kernel'
import { type StoredEvent, storedEventOf } from './stored-event.ts'

/** A stretch of one partition, decoded. */
export interface EventBlock {
  readonly partition: number
  readonly fromOffset: number
  /** Where to go on. */
  readonly nextOffset: number
  /** Size of what it was decoded from. */
  readonly bytes: number
  readonly events: readonly StoredEvent[]
  /** Records, or whole batches, that are no events. */
  readonly skipped: readonly Refusal[]
}

/** What is no event, or cannot be read, is passed over: a poisonous record leaves its neighbours alone. */
export function decodeBlock({ partition, fromOffset, nextOffset, bytes }: RecordBlock): EventBlock {
  const events: StoredEvent[] = []
  const skipped: Refusal[] = []
  const guarded = (read: () => void): void => {
    try {
      read()
    } catch (error) {
      if (!(error instanceof EventRefusal) && !(error instanceof Refusal)) throw error
      skipped.push(error)
    }
  }
  for (const batch of batchesIn(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length))) {
    guarded(() => {
      for (const record of recordsIn(batch)) {
        if (record.offset >= fromOffset) guarded(() => events.push(storedEventOf(record, partition)))
      }
    })
  }
  return { partition, fromOffset, nextOffset, bytes: bytes.length, events, skipped }
}
