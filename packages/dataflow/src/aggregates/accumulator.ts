/**
 * One aggregate function over one group. State is plain data and belongs to the group; the function itself is shared.
 * `value` is what the function takes (null included); `retract` undoes an `add` of an equal value.
 */
export interface Aggregate {
  readonly init: () => unknown
  readonly add: (state: unknown, value: unknown) => unknown
  readonly retract: (state: unknown, value: unknown) => unknown
  readonly result: (state: unknown) => unknown
  /** Joins two groups' states; session windows and partial results need it. */
  readonly merge: (into: unknown, from: unknown) => unknown
}

/** What sums need to know of a type. */
export interface Arithmetic {
  readonly zero: unknown
  readonly add: (a: unknown, b: unknown) => unknown
  readonly subtract: (a: unknown, b: unknown) => unknown
  /** Sum divided by a count, in the result's type. */
  readonly divide: (sum: unknown, count: number) => unknown
}

export type Compare = (a: unknown, b: unknown) => number
