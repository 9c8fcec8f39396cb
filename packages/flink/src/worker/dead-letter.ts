import type { StoredRecord } from '@millrace/broker'
import type { SinkRecord } from '@millrace/sql'

/** A poison record as it goes to a table's dead letters: where it lay, what was wrong, and its bytes. */
export function deadLetterRecord(record: StoredRecord, topic: string, partition: number, reason: string): SinkRecord {
  const base64 = (bytes: Buffer | null): string | null => bytes?.toString('base64') ?? null
  const text = JSON.stringify({
    topic,
    partition,
    offset: record.offset,
    timestamp: record.timestamp,
    reason,
    key: base64(record.key),
    value: base64(record.value),
  })
  return { key: record.key, value: Buffer.from(text), timestamp: undefined }
}
