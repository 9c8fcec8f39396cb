import type { RecordHeaders } from '@millrace/client'

/** A record on its way through a topology. */
export interface StreamRecord<K = unknown, V = unknown> {
  readonly key: K
  readonly value: V
  /** ms since epoch */
  readonly timestamp: number
  readonly headers: RecordHeaders
}

/** What tables pass on: null is "not there". */
export interface Change<V = unknown> {
  readonly before: V | null
  readonly after: V | null
}

/** A key in a window: `end` is exclusive for time windows, inclusive for sessions and sliding windows, as in Kafka Streams. */
export interface Windowed<K> {
  readonly key: K
  readonly window: { readonly start: number; readonly end: number }
}
