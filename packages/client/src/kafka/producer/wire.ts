import type { MessageRecord } from '@platformatic/kafka'
import type { OutputRecord, RecordHeaders } from '../../topic/record.ts'
import type { KafkaLibrary } from '../library.ts'
import type { Batch, Pending } from './partition-queue.ts'

const RECORD_OVERHEAD_BYTES = 40
const NO_HEADERS = new Map<Buffer, Buffer>()

/** The bytes that a record takes in memory and, about, on the wire. */
export function sizeOf({ key, value, headers }: Pending['record']): number {
  let bytes = RECORD_OVERHEAD_BYTES + (key?.length ?? 0) + (value?.length ?? 0)
  for (const [name, header] of headers) bytes += name.length + (header?.length ?? 0) + 4
  return bytes
}

export function headersOf(given: OutputRecord['headers']): RecordHeaders {
  if (given === undefined) return []
  if (isList(given)) return given
  return Object.entries(given).map(([name, value]) => [name, Buffer.from(value)] as const)
}

const isList = (given: NonNullable<OutputRecord['headers']>): given is RecordHeaders => Array.isArray(given)

export function bytesOf(given: Buffer | string | null | undefined): Buffer | null {
  return typeof given === 'string' ? Buffer.from(given) : (given ?? null)
}

/** The partition that Kafka's Java client chooses for a key. */
export function partitionOf(kafka: KafkaLibrary, key: Buffer, partitions: number): number {
  return (kafka.murmur2(key) & 0x7f_ff_ff_ff) % partitions
}

/** The messages of batches in the library's form. Header names may repeat: keys of the map are buffers, by identity. */
export function messagesOf(batches: readonly Batch[]): MessageRecord[] {
  return batches.flatMap(({ topic, partition, records }) =>
    records.map(({ record: { key, value, headers, timestamp } }) => ({
      topic,
      partition,
      key: key as Buffer,
      value: value as Buffer,
      timestamp: BigInt(timestamp),
      headers:
        headers.length === 0
          ? NO_HEADERS
          : new Map(headers.map(([name, header]) => [Buffer.from(name), header as Buffer])),
    })),
  )
}
