/**
 * A message's layout as data, in the terms of Kafka's message schemas (KIP-482): each field says in which versions it
 * exists, in which it may be null, and in which it is a tagged field. One table describes all versions.
 */

/** Types of one value; int64 is a safe integer, a uuid its text with hyphens, `records` an untouched buffer. */
export type ScalarType =
  | 'bool'
  | 'int8'
  | 'int16'
  | 'uint16'
  | 'int32'
  | 'uint32'
  | 'int64'
  | 'float64'
  | 'string'
  | 'bytes'
  | 'records'
  | 'uuid'

/** `struct` and `[]struct` have `fields`. */
export type FieldType = ScalarType | 'struct' | `[]${ScalarType | 'struct'}`

export type FieldDefault = boolean | number | string | null

/** Version ranges are written as Kafka writes them: `3+`, `0-12`, `1`, `none`. */
export interface Field {
  readonly name: string
  readonly type: FieldType
  readonly versions: string
  readonly nullable?: string
  /** Versions in which the field is tagged, with its `tag`. */
  readonly tagged?: string
  readonly tag?: number
  /** What the field is where a version lacks it; without it the type's own zero (0, '', false, empty). */
  readonly default?: FieldDefault
  readonly fields?: readonly Field[]
}

/** The layout of a message whose value has type `T` (which nothing here holds: it is for the compiler alone). */
export interface Schema<T> {
  readonly name: string
  /** Versions that exist. */
  readonly valid: string
  /** Versions with compact lengths and tagged fields. */
  readonly flexible: string
  readonly fields: readonly Field[]
  readonly valueType?: T
}

/** A value of a message as the codec handles it. */
export type Struct = Record<string, unknown>
