/** Names may repeat; the order is kept. */
export type RecordHeaders = readonly (readonly [name: string, value: Buffer | null])[]

/** A record as it lies in a partition. */
export interface KafkaRecord {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  /** ms since epoch */
  readonly timestamp: number
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: RecordHeaders
}

/** A record to be written. Without a partition the key decides (murmur2, as the Java client); without both, turns. */
export interface OutputRecord {
  readonly topic: string
  readonly partition?: number
  readonly key?: Buffer | string | null
  readonly value: Buffer | string | null
  readonly headers?: RecordHeaders | Readonly<Record<string, string | Buffer>>
  /** ms since epoch; the domain clock's now when absent. */
  readonly timestamp?: number
}

/** Where a record lies. */
export interface Position {
  readonly topic: string
  readonly partition: number
  readonly offset: number
}

/** The text of a header; the last one when several have the name. */
export function headerText(record: { readonly headers: RecordHeaders }, name: string): string | undefined {
  return record.headers.findLast(([each]) => each === name)?.[1]?.toString()
}
