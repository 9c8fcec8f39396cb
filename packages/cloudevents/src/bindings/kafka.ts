import { checkName, newEvent } from '../attributes/check.ts'
import type { AttributeValue, CloudEvent } from '../event.ts'
import { refuseAttribute, refuseEvent } from '../event-refusal.ts'
import { requireUtf8 } from '../json/utf8.ts'
import { textOf } from '../event.ts'
import { JSON_FORMAT, decodeJson, encodeJson } from './json-format.ts'

/** A record, as far as events are in it. */
export interface KafkaMessage {
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: readonly { readonly key: string; readonly value: Buffer | null }[]
}

const PREFIX = 'ce_'

/**
 * Reads an event by the Kafka binding 1.0: structured when the `content-type` header begins with
 * `application/cloudevents`, else binary. A null value is an event without data.
 *
 * @throws EventRefusal; INVALID_EVENT when the record is no event at all
 */
export function decodeKafka(record: KafkaMessage): CloudEvent {
  const type = record.headers.find(({ key }) => key === 'content-type')?.value?.toString() ?? ''
  const lower = type.toLowerCase()
  if (lower.startsWith('application/cloudevents-batch')) refuseEvent('the Kafka binding has no batches')
  if (lower.startsWith(JSON_FORMAT)) return decodeJson(requireUtf8(record.value ?? Buffer.alloc(0), 'the envelope'))
  if (!record.headers.some(({ key }) => key === 'ce_specversion')) {
    refuseEvent('the record has neither a ce_specversion header nor the content-type of an event')
  }
  return decodeBinary(record, type)
}

function decodeBinary(record: KafkaMessage, type: string): CloudEvent {
  const attributes = new Map<string, AttributeValue>()
  for (const { key, value } of record.headers) {
    if (!key.startsWith(PREFIX) || value === null) continue
    const name = key.slice(PREFIX.length)
    if (name === 'datacontenttype') continue
    checkName(name)
    if (attributes.has(name)) refuseAttribute(name, 'has its header twice')
    attributes.set(name, requireUtf8(value, `the header ${key}`))
  }
  if (type !== '') attributes.set('datacontenttype', type)
  return newEvent(attributes, record.value ?? undefined)
}

/** Binary mode: values are plain UTF-8, without percent-encoding. The record's key is `partitionkey`, or null. */
export function encodeKafkaBinary(event: CloudEvent): KafkaMessage {
  const headers = [...event.attributes].map(([name, value]) => ({
    key: name === 'datacontenttype' ? 'content-type' : `${PREFIX}${name}`,
    value: Buffer.from(String(value)),
  }))
  return { key: keyOf(event), value: event.data ?? null, headers }
}

/** Structured mode: the whole event as the value. */
export function encodeKafkaStructured(event: CloudEvent): KafkaMessage {
  return {
    key: keyOf(event),
    value: Buffer.from(encodeJson(event)),
    headers: [{ key: 'content-type', value: Buffer.from(JSON_FORMAT) }],
  }
}

function keyOf(event: CloudEvent): Buffer | null {
  const key = textOf(event, 'partitionkey')
  return key === undefined ? null : Buffer.from(key)
}
