import type { Field } from '@millrace/kernel'

/** A field as `spec/*.json` holds it: the codec's field, and what only the generated types need. */
export interface FieldSpec extends Omit<Field, 'fields'> {
  /** Kafka's name of the struct. */
  readonly struct?: string
  /** May be dropped where a version lacks it: a sender need not give it. */
  readonly ignorable?: boolean
  readonly fields?: readonly FieldSpec[]
}

export interface TableSpec {
  readonly valid: string
  readonly flexible: string
  readonly fields: readonly FieldSpec[]
}

export interface MessageSpec {
  readonly name: string
  readonly key: number
  /** Versions in which the headers are flexible. */
  readonly headers: { readonly request: string; readonly response: string }
  readonly request: TableSpec
  readonly response: TableSpec
}

/** A record of an internal topic: `type` begins its key, as an int16; its value begins with its version. */
export interface RecordSpec {
  readonly name: string
  readonly type: number
  readonly key: TableSpec
  readonly value: TableSpec
}
