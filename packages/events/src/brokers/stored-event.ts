import { decodeKafka, encodeKafkaBinary, type AttributeValue, type CloudEvent } from '@millrace/cloudevents'
import type { NewRecord, StoredRecord } from '@millrace/broker'

/** An event in the log, and the request headers that travel with it. */
export interface StoredEvent {
  readonly partition: number
  readonly offset: number
  /** When the record was written, ms since epoch. */
  readonly timestamp: number
  readonly event: CloudEvent
  readonly headers: readonly (readonly [string, string])[]
}

/** Headers of ours beside those of the Kafka binding; other readers pass them over. */
const TYPES = 'millrace-types'
const PASSED = 'millrace-http-'

/**
 * An event as a record: the Kafka binding's binary mode, so that any Kafka client reads it. That mode writes integers
 * and booleans as text; a header of ours keeps which ones they were.
 */
export function recordOf(event: CloudEvent, passed: readonly (readonly [string, string])[]): NewRecord {
  const { key, value, headers } = encodeKafkaBinary(event)
  const typed = [...event.attributes].flatMap(([name, value]) =>
    typeof value === 'string' ? [] : [`${name}=${typeof value === 'number' ? 'i' : 'b'}`],
  )
  return {
    key,
    value,
    headers: [
      ...headers,
      ...(typed.length === 0 ? [] : [{ key: TYPES, value: typed.join(',') }]),
      ...passed.map(([name, text]) => ({ key: `${PASSED}${name}`, value: text })),
    ],
  }
}

/** @throws EventRefusal when the record is no event */
export function storedEventOf(record: StoredRecord, partition: number): StoredEvent {
  const decoded = decodeKafka(record)
  const types = record.headers.find(({ key }) => key === TYPES)?.value?.toString()
  const headers = record.headers
    .filter(({ key }) => key.startsWith(PASSED))
    .map(({ key, value }) => [key.slice(PASSED.length), value?.toString() ?? ''] as const)
  const { offset, timestamp } = record
  return { partition, offset, timestamp, event: types === undefined ? decoded : typedAs(decoded, types), headers }
}

function typedAs(event: CloudEvent, types: string): CloudEvent {
  const attributes = new Map<string, AttributeValue>(event.attributes)
  for (const pair of types.split(',')) {
    const [name = '', type] = pair.split('=')
    const text = attributes.get(name)
    if (text === undefined) continue
    attributes.set(name, type === 'i' ? Number(text) : text === 'true')
  }
  return { attributes, data: event.data }
}
