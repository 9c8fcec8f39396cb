import type { Aggregate } from './accumulator.ts'

/** COUNT(x): how many values are not null. COUNT(*) counts a constant. Keeps one number. */
export const count: Aggregate = {
  init: () => 0,
  add: (state, value) => (value === null ? state : (state as number) + 1),
  retract: (state, value) => (value === null ? state : (state as number) - 1),
  result: (state) => state,
  merge: (into, from) => (into as number) + (from as number),
}
