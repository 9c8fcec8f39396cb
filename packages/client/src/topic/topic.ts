import type { Codec } from './codec.ts'
import { bytes } from './codecs.ts'
import type { KafkaRecord, OutputRecord, RecordHeaders } from './record.ts'

/** A record whose key and value have been decoded and found valid. */
export interface TypedRecord<Name extends string, K, V> {
  readonly topic: Name
  readonly partition: number
  readonly offset: number
  /** ms since epoch */
  readonly timestamp: number
  readonly key: K
  readonly value: V
  readonly headers: RecordHeaders
}

/** A record of a topic, or bytes that are none, with the reason. */
export type TopicRecord<Name extends string, K, V> =
  | { readonly kind: 'record'; readonly record: TypedRecord<Name, K, V> }
  | { readonly kind: 'poison'; readonly reason: string; readonly record: KafkaRecord }

export interface TopicOptions {
  /** Partitions when the app creates the topic; 1 by default. */
  readonly partitions?: number
  /** Kafka's topic settings when the app creates the topic: `{ 'cleanup.policy': 'compact' }`. */
  readonly configs?: Readonly<Record<string, string>>
}

/** A topic's name, and what its keys and values are. */
export interface Topic<Name extends string = string, K = unknown, V = unknown> extends TopicOptions {
  readonly name: Name
  readonly key: Codec<K>
  readonly value: Codec<V>
  /** @throws Refusal INVALID_RECORD when key or value do not fit. */
  record(key: K, value: V, extra?: Pick<OutputRecord, 'headers' | 'partition' | 'timestamp'>): OutputRecord
  decode(record: KafkaRecord): TopicRecord<Name, K, V>
}

/** The typed record of a topic; of a union of topics, a union that `record.topic` tells apart. */
export type RecordOf<T> = T extends Topic<infer Name, infer K, infer V> ? TypedRecord<Name, K, V> : never

/** A topic of whatever keys and values. */
export interface AnyTopic extends TopicOptions {
  readonly name: string
  decode(record: KafkaRecord): TopicRecord<string, unknown, unknown>
}

export function topic<const Name extends string, K, V>(
  options: { readonly name: Name; readonly key: Codec<K>; readonly value: Codec<V> } & TopicOptions,
): Topic<Name, K, V> {
  const { name, key, value } = options
  return {
    ...options,
    record: (k, v, extra = {}) => ({ ...extra, topic: name, key: key.encode(k), value: value.encode(v) }),
    decode(record) {
      const k = key.decode(record.key)
      if (k.kind === 'poison') return { kind: 'poison', reason: `the key is wrong: ${k.reason}`, record }
      const v = value.decode(record.value)
      if (v.kind === 'poison') return { kind: 'poison', reason: `the value is wrong: ${v.reason}`, record }
      return { kind: 'record', record: { ...record, topic: name, key: k.value, value: v.value } }
    },
  }
}

/** A topic whose keys and values stay bytes. */
export function rawTopic<const Name extends string>(
  name: Name,
  options: TopicOptions = {},
): Topic<Name, Buffer | null, Buffer | null> {
  return topic({ ...options, name, key: bytes(), value: bytes() })
}
