/** What decoding gives: a value, or the reason why these bytes are none. */
export type Decoded<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'poison'; readonly reason: string }

/** Turns values into a record's key or value and back. Synchronous, without state. */
export interface Codec<T> {
  /** @throws Refusal INVALID_RECORD when the value is not one of this codec. */
  encode(value: T): Buffer | null
  decode(bytes: Buffer | null): Decoded<T>
}

export const decoded = <T>(value: T): Decoded<T> => ({ kind: 'value', value })
export const poison = (reason: string): Decoded<never> => ({ kind: 'poison', reason })
